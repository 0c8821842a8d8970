using System.Globalization;
using System.Resources;

namespace Torrone.Server.Text;

/// <summary>
/// The sentences of one room, from its embedded resources, in the language of the current request
/// (<see cref="CultureInfo.CurrentUICulture"/>). A missing key is an error, so that no page shows a bare key.
/// </summary>
public sealed class TextSource(string baseName)
{
    private readonly ResourceManager _resources = new(baseName, typeof(TextSource).Assembly);

    /// <summary>The embedded resource behind it, without the ending.</summary>
    public string BaseName { get; } = baseName;

    /// <summary>The sentence as it stands.</summary>
    /// <exception cref="MissingManifestResourceException">No language has the key.</exception>
    public string this[string key] => Get(key, CultureInfo.CurrentUICulture);

    /// <summary>True when there is such a sentence, for keys that come from data.</summary>
    public bool Has(string key) => _resources.GetString(key, CultureInfo.InvariantCulture) is not null;

    /// <summary>The sentence with its values put in, formatted for the reader's language.</summary>
    public string Format(string key, params object?[] values) =>
        string.Format(CultureInfo.CurrentCulture, this[key], values);

    /// <summary>
    /// The sentence for a number: looks for key.one, key.two, key.few, key.many by the language's CLDR rule, else key.other. {0} is the number.
    /// </summary>
    public string Plural(string key, long count, params object?[] values)
    {
        CultureInfo culture = CultureInfo.CurrentUICulture;
        string form = PluralRules.Form(culture, count);
        string? sentence = TryGet($"{key}.{form}", culture) ?? Get($"{key}.other", culture);
        return string.Format(CultureInfo.CurrentCulture, sentence, [count, .. values]);
    }

    /// <summary>The English sentence whatever the request's language: for reason phrases and logs.</summary>
    public string English(string key, params object?[] values)
    {
        string sentence = _resources.GetString(key, CultureInfo.InvariantCulture) ?? throw Missing(key);
        return values.Length == 0 ? sentence : string.Format(CultureInfo.InvariantCulture, sentence, values);
    }

    private string Get(string key, CultureInfo culture) => TryGet(key, culture) ?? throw Missing(key);

    private string? TryGet(string key, CultureInfo culture)
    {
        string? sentence = _resources.GetString(key, Languages.IsPseudo(culture) ? CultureInfo.InvariantCulture : culture);
        return sentence is not null && Languages.IsPseudo(culture) ? PseudoText.Disguise(sentence) : sentence;
    }

    private MissingManifestResourceException Missing(string key) => new($"{BaseName} has no text '{key}'.");
}

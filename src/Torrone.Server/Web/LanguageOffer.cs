using System.Globalization;
using Torrone.Server.Settings;
using Torrone.Server.Text;

namespace Torrone.Server.Web;

/// <summary>Which languages a page offers and honours. The pseudo-language is there for those who build or test Torrone.</summary>
public sealed class LanguageOffer(TorroneSettings settings, IHostEnvironment environment)
{
    public const string CookieName = "torrone.language";

    /// <summary>Language tags in the order of the menu.</summary>
    public IReadOnlyList<string> Tags { get; } =
        settings.PseudoLanguage || environment.IsDevelopment() ? [.. Languages.Spoken, Languages.Pseudo] : Languages.Spoken;

    /// <summary>True when the tag is one of <see cref="Tags"/>, exactly as written there.</summary>
    public bool IsHonoured(string tag) => Tags.Contains(tag);

    /// <summary>The language's name in its own script, e.g. "Deutsch".</summary>
    public static string NameOf(string tag)
    {
        CultureInfo culture = CultureInfo.GetCultureInfo(tag);
        return Languages.IsPseudo(culture) ? PseudoText.Disguise(CultureInfo.GetCultureInfo("en").NativeName) : Capital(culture);
    }

    /// <summary>What stands in the html element's lang attribute: the pseudo-language is English in disguise.</summary>
    public static string HtmlTag(CultureInfo culture) => Languages.IsPseudo(culture) ? "en-x-pseudo" : culture.Name;

    private static string Capital(CultureInfo culture) =>
        culture.NativeName is { Length: > 0 } name ? culture.TextInfo.ToUpper(name[..1]) + name[1..] : culture.Name;
}

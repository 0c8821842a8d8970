using System.Globalization;
using System.Resources;
using System.Text;
using System.Text.Json.Serialization;

namespace Torrone.NuGet.Problems;

/// <summary>
/// One thing that is wrong (or, as a warning, could be better) with a package. The arguments come from the package, so they are
/// untrusted text: encode the sentence where it is shown.
/// </summary>
/// <param name="Code">Stable and kebab-case, one of <see cref="ProblemCode"/>.</param>
/// <param name="Args">Values for the sentence's places, in order.</param>
[method: JsonConstructor]
public sealed record PackageProblem(string Code, IReadOnlyList<string> Args)
{
    /// <summary>The most characters of one argument that a sentence shows.</summary>
    public const int MaxArgumentLength = 80;

    private static readonly ResourceManager Texts = new("Torrone.NuGet.Problems.ProblemTexts", typeof(PackageProblem).Assembly);

    public PackageProblem(string code, params string[] args)
        : this(code, (IReadOnlyList<string>)args)
    {
    }

    /// <summary>Says in the culture's language, or else in English, what is wrong, where, and what to do. Long arguments are cut.</summary>
    public string Sentence(CultureInfo culture) => Format(culture, culture, Shorten);

    /// <summary>The English sentence in printable ASCII, safe as an HTTP reason phrase: other characters are shown as question marks.</summary>
    public string ReasonPhrase() => Format(CultureInfo.GetCultureInfo("en"), CultureInfo.InvariantCulture, argument => Printable(Shorten(argument)));

    public bool Equals(PackageProblem? other) => other is not null && Code == other.Code && Args.SequenceEqual(other.Args);

    public override int GetHashCode() => Args.Aggregate(Code.GetHashCode(StringComparison.Ordinal), HashCode.Combine);

    public override string ToString() => ReasonPhrase();

    private string Format(CultureInfo language, CultureInfo numbers, Func<string, string> show)
    {
        var text = Texts.GetString(Code, language) ?? throw new InvalidOperationException($"Problem {Code} has no text.");
        return string.Format(numbers, text, [.. Args.Select(show)]);
    }

    private static string Shorten(string argument)
    {
        if (argument.Length <= MaxArgumentLength)
        {
            return argument;
        }

        var end = MaxArgumentLength - 3;
        return string.Concat(argument.AsSpan(0, char.IsHighSurrogate(argument[end - 1]) ? end - 1 : end), "...");
    }

    private static string Printable(string argument)
    {
        var printable = new StringBuilder(argument.Length);
        foreach (var character in argument)
        {
            printable.Append(character is >= ' ' and <= '~' ? character : '?');
        }

        return printable.ToString();
    }
}

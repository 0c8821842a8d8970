using System.Globalization;

namespace Torrone.Server.Text;

/// <summary>The languages the gallery speaks, in the order in which a page offers them.</summary>
public static class Languages
{
    /// <summary>A made-up language: every sentence in brackets, accented and a third longer. What stays plain English in it was hard-coded.</summary>
    public const string Pseudo = "qps-Ploc";

    /// <summary>Spoken today. The first is the default.</summary>
    public static IReadOnlyList<string> Spoken { get; } = ["en"];

    public static bool IsPseudo(CultureInfo culture) =>
        culture.Name.StartsWith("qps", StringComparison.OrdinalIgnoreCase);
}

using System.Globalization;

namespace Torrone.NuGet.Advisories;

/// <summary>
/// The severity of a CVSS vector or number: below 4 low, below 7 moderate, below 9 high. Versions 3.x are scored by the specification of
/// FIRST, version 2 by its own. Version 4 has no formula but a table; its metrics are read as those of 3.1 that mean the same, which
/// may miss by one step.
/// </summary>
internal static class SeverityScore
{
    private const int Longest = 512;

    // Version 4's impact on other systems than the weak one.
    private static readonly string[] Beyond = ["SC", "SI", "SA"];

    /// <summary>Null when it is neither a vector nor a number from 0 to 10.</summary>
    public static AdvisorySeverity? Of(string? score)
    {
        if (score is null || score.Length > Longest)
        {
            return null;
        }

        if (double.TryParse(score, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
        {
            return number <= 10 ? Step(number) : null;
        }

        Dictionary<string, string>? metrics = Metrics(score);
        double computed = metrics is null ? double.NaN
            : score.StartsWith("CVSS:3", StringComparison.Ordinal) ? Cvss3(metrics)
            : score.StartsWith("CVSS:4", StringComparison.Ordinal) ? Cvss3(FromVersion4(metrics))
            : Cvss2(metrics);
        return double.IsNaN(computed) ? null : Step(computed);
    }

    private static AdvisorySeverity Step(double score) => score switch
    {
        < 4 => AdvisorySeverity.Low,
        < 7 => AdvisorySeverity.Moderate,
        < 9 => AdvisorySeverity.High,
        _ => AdvisorySeverity.Critical,
    };

    private static Dictionary<string, string>? Metrics(string vector)
    {
        Dictionary<string, string> metrics = new(StringComparer.Ordinal);
        foreach (string part in vector.Split('/'))
        {
            if (part.Split(':') is not [var name, var value] || !metrics.TryAdd(name, value))
            {
                return null;
            }
        }

        return metrics;
    }

    private static double Cvss3(Dictionary<string, string> m)
    {
        bool changed = m.GetValueOrDefault("S") == "C";
        double vector = Value(m, "AV", ("N", 0.85), ("A", 0.62), ("L", 0.55), ("P", 0.2));
        double complexity = Value(m, "AC", ("L", 0.77), ("H", 0.44));
        double privileges = Value(m, "PR", ("N", 0.85), ("L", changed ? 0.68 : 0.62), ("H", changed ? 0.5 : 0.27));
        double interaction = Value(m, "UI", ("N", 0.85), ("R", 0.62));
        double left = (1 - Impact(m, "C")) * (1 - Impact(m, "I")) * (1 - Impact(m, "A"));
        double exploit = 8.22 * vector * complexity * privileges * interaction;
        if (m.GetValueOrDefault("S") is not ("C" or "U") || double.IsNaN(exploit * left))
        {
            return double.NaN;
        }

        double lost = 1 - left;
        double impact = changed ? (7.52 * (lost - 0.029)) - (3.25 * Math.Pow(lost - 0.02, 15)) : 6.42 * lost;
        return impact <= 0 ? 0 : RoundUp(Math.Min((changed ? 1.08 : 1) * (impact + exploit), 10));
    }

    private static double Impact(Dictionary<string, string> m, string name) => Value(m, name, ("H", 0.56), ("L", 0.22), ("N", 0));

    private static double Cvss2(Dictionary<string, string> m)
    {
        double vector = Value(m, "AV", ("N", 1), ("A", 0.646), ("L", 0.395));
        double complexity = Value(m, "AC", ("L", 0.71), ("M", 0.61), ("H", 0.35));
        double authentication = Value(m, "Au", ("N", 0.704), ("S", 0.56), ("M", 0.45));
        double left = (1 - Impact2(m, "C")) * (1 - Impact2(m, "I")) * (1 - Impact2(m, "A"));
        double impact = 10.41 * (1 - left);
        double exploit = 20 * vector * complexity * authentication;
        return Math.Round(((0.6 * impact) + (0.4 * exploit) - 1.5) * (impact <= 0 ? 0 : 1.176), 1);
    }

    private static double Impact2(Dictionary<string, string> m, string name) => Value(m, name, ("C", 0.66), ("P", 0.275), ("N", 0));

    private static Dictionary<string, string> FromVersion4(Dictionary<string, string> m) => new(StringComparer.Ordinal)
    {
        ["AV"] = m.GetValueOrDefault("AV", ""),
        ["AC"] = m.GetValueOrDefault("AC") == "L" && m.GetValueOrDefault("AT") is "N" ? "L" : "H",
        ["PR"] = m.GetValueOrDefault("PR", ""),
        ["UI"] = m.GetValueOrDefault("UI") == "N" ? "N" : "R",
        ["S"] = Beyond.Any(n => m.GetValueOrDefault(n, "N") != "N") ? "C" : "U",
        ["C"] = m.GetValueOrDefault("VC", ""),
        ["I"] = m.GetValueOrDefault("VI", ""),
        ["A"] = m.GetValueOrDefault("VA", ""),
    };

    // Not a number where the metric is missing or unknown; that carries through every formula.
    private static double Value(Dictionary<string, string> metrics, string name, params (string Word, double Weight)[] weights)
    {
        string? word = metrics.GetValueOrDefault(name);
        int at = Array.FindIndex(weights, w => w.Word == word);
        return at < 0 ? double.NaN : weights[at].Weight;
    }

    // As the specification of 3.1 rounds, in whole numbers, so that 4.02 is 4.1 and 4.000002 is 4.0.
    private static double RoundUp(double score)
    {
        int whole = (int)Math.Round(score * 100_000);
        return whole % 10_000 == 0 ? whole / 100_000.0 : (Math.Floor(whole / 10_000.0) + 1) / 10.0;
    }
}

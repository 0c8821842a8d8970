using NuGet.Versioning;
using Torrone.NuGet.Identity;

namespace Torrone.NuGet.Advisories;

/// <summary>Ranges as GitHub writes them: comparisons that must all hold, separated by commas; alternatives separated by <c>||</c>.</summary>
internal static class ComparedRange
{
    private static readonly string[] Signs = [">=", "<=", ">", "<", "="];

    /// <exception cref="AdvisoryException">It is not understood.</exception>
    public static IEnumerable<VersionRange> Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 4_096)
        {
            throw new AdvisoryException(AdvisoryProblem.Range, text);
        }

        return [.. text.Split("||").Select(alternative => All(alternative, text))];
    }

    private static VersionRange All(string comparisons, string text)
    {
        (NuGetVersion? low, bool withLow, NuGetVersion? high, bool withHigh) = (null, true, null, true);
        foreach (string comparison in comparisons.Split(','))
        {
            string trimmed = comparison.Trim();
            string sign = Array.Find(Signs, s => trimmed.StartsWith(s, StringComparison.Ordinal)) ?? throw new AdvisoryException(AdvisoryProblem.Range, text);
            if (!PackageVersion.TryParse(trimmed[sign.Length..].Trim(), out PackageVersion? version))
            {
                throw new AdvisoryException(AdvisoryProblem.Range, text);
            }

            NuGetVersion bound = version.Semantic;
            if (sign[0] != '<' && (low is null || bound > low || (bound == low && sign == ">")))
            {
                (low, withLow) = (bound, sign != ">");
            }

            if (sign[0] != '>' && (high is null || bound < high || (bound == high && sign == "<")))
            {
                (high, withHigh) = (bound, sign != "<");
            }
        }

        if (low is not null && high is not null && (low > high || (low == high && !(withLow && withHigh))))
        {
            // Nothing is both: an advisory that says so is mistaken, and nobody should be told that all is well.
            throw new AdvisoryException(AdvisoryProblem.Range, text);
        }

        return new VersionRange(low, withLow, high, withHigh && high is not null);
    }
}

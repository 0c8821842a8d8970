using NuGet.Versioning;

namespace Torrone.Server.Web.Gallery;

/// <summary>A dependency's version range in signs that need no translation.</summary>
public static class VersionRangeWords
{
    /// <summary>"≥ 1.0.0", "= 2.0.0", "≥ 1.0.0 &lt; 2.0.0"; the words for any version where nothing is asked; what is no range as it stands.</summary>
    public static string Of(string range)
    {
        if (!VersionRange.TryParse(range, out VersionRange? parsed))
        {
            return range;
        }

        if (!parsed.HasLowerBound && !parsed.HasUpperBound)
        {
            return WebText.Packages["Range.Any"];
        }

        if (parsed.HasLowerAndUpperBounds && parsed.IsMinInclusive && parsed.IsMaxInclusive && parsed.MinVersion!.Equals(parsed.MaxVersion))
        {
            return "= " + parsed.MinVersion.ToNormalizedString();
        }

        string low = parsed.HasLowerBound ? (parsed.IsMinInclusive ? "≥ " : "> ") + parsed.MinVersion!.ToNormalizedString() : "";
        string high = parsed.HasUpperBound ? (parsed.IsMaxInclusive ? "≤ " : "< ") + parsed.MaxVersion!.ToNormalizedString() : "";
        return (low + " " + high).Trim();
    }
}

using System.Text.Json;

namespace Torrone.NuGet.Advisories;

/// <summary>The OSV form (ossf.github.io/osv-schema), which GitHub's own database is published in, too.</summary>
internal static class OsvAdvisory
{
    /// <summary>Null when it is about other packages than NuGet's; true when the severity had to be assumed.</summary>
    /// <exception cref="AdvisoryException">It cannot be understood.</exception>
    public static (AdvisoryRecord? Record, bool SeverityAssumed) Read(JsonElement value, string identifier)
    {
        AffectedPackages affected = new();
        List<JsonElement> mine = [];
        foreach (JsonElement one in value.Field("affected").Items())
        {
            JsonElement package = one.Field("package");
            if (AffectedPackages.IsNuGet(package.Field("ecosystem").Text()))
            {
                affected.Add(package.Field("name").Text(), OsvRanges.Read(one));
                mine.Add(one);
            }
        }

        IReadOnlyList<AffectedPackage> packages = affected.ToList();
        if (packages.Count == 0)
        {
            return (null, false);
        }

        AdvisorySeverity? severity = Severity(value, mine, identifier);
        return (new AdvisoryRecord
        {
            Identifier = identifier,
            Aliases = AdvisoryFields.Aliases(identifier, value.Field("aliases").Items().Select(a => a.Text())),
            Summary = AdvisoryFields.Line(value.Field("summary").Text() is { Length: > 0 } summary ? summary : value.Field("details").Text()),
            Severity = severity ?? SeverityWords.Assumed,
            Url = AdvisoryFields.Url(identifier, References(value)),
            PublishedAt = AdvisoryFields.Time(value.Field("published")) ?? 0,
            ModifiedAt = AdvisoryFields.Time(value.Field("modified")) ?? 0,
            WithdrawnAt = AdvisoryFields.Time(value.Field("withdrawn")),
            Affected = packages,
        }, severity is null);
    }

    private static IEnumerable<string?> References(JsonElement value)
    {
        JsonElement[] all = [.. value.Field("references").Items().Take(100)];
        return all.Where(r => r.Field("type").Text() == "ADVISORY").Concat(all.Where(r => r.Field("type").Text() == "WEB")).Select(r => r.Field("url").Text());
    }

    private static AdvisorySeverity? Severity(JsonElement value, List<JsonElement> affected, string identifier)
    {
        // A package that was made to harm has no score, and could not be worse.
        if (identifier.StartsWith("MAL-", StringComparison.OrdinalIgnoreCase))
        {
            return AdvisorySeverity.Critical;
        }

        // Its database's own word first, since that is what people read there.
        AdvisorySeverity? word = SeverityWords.Parse(value.Field("database_specific").Field("severity").Text())
            ?? affected.Select(a => SeverityWords.Parse(a.Field("database_specific").Field("severity").Text())).Max();
        IEnumerable<JsonElement> scores = value.Field("severity").Items().Concat(affected.SelectMany(a => a.Field("severity").Items())).Take(1_000);
        return word ?? scores.Select(s => SeverityScore.Of(s.Field("score").Text())).Max();
    }
}

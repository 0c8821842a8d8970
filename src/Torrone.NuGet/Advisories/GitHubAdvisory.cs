using System.Text.Json;

namespace Torrone.NuGet.Advisories;

/// <summary>
/// The form of GitHub's REST addresses for security advisories, global and of a repository: <c>vulnerabilities</c> with a
/// <c>vulnerable_version_range</c> such as <c>&gt;= 1.0, &lt; 1.2.3</c>.
/// </summary>
internal static class GitHubAdvisory
{
    /// <summary>Null when it is about other packages than NuGet's; true when the severity had to be assumed.</summary>
    /// <exception cref="AdvisoryException">It cannot be understood.</exception>
    public static (AdvisoryRecord? Record, bool SeverityAssumed) Read(JsonElement value, string identifier)
    {
        AffectedPackages affected = new();
        foreach (JsonElement one in value.Field("vulnerabilities").Items())
        {
            JsonElement package = one.Field("package");
            if (AffectedPackages.IsNuGet(package.Field("ecosystem").Text()))
            {
                affected.Add(package.Field("name").Text(), ComparedRange.Parse(one.Field("vulnerable_version_range").Text()));
            }
        }

        IReadOnlyList<AffectedPackage> packages = affected.ToList();
        if (packages.Count == 0)
        {
            return (null, false);
        }

        AdvisorySeverity? severity = SeverityWords.Parse(value.Field("severity").Text())
            ?? SeverityScore.Of(value.Field("cvss").Field("vector_string").Text())
            ?? SeverityScore.Of(value.Field("cvss_severities").Field("cvss_v3").Field("vector_string").Text())
            ?? SeverityScore.Of(value.Field("cvss_severities").Field("cvss_v4").Field("vector_string").Text());
        return (new AdvisoryRecord
        {
            Identifier = identifier,
            Aliases = AdvisoryFields.Aliases(identifier,
                [value.Field("cve_id").Text(), .. value.Field("identifiers").Items().Select(i => i.Field("value").Text())]),
            Summary = AdvisoryFields.Line(value.Field("summary").Text()),
            Severity = severity ?? SeverityWords.Assumed,
            Url = AdvisoryFields.Url(identifier, [value.Field("html_url").Text()]),
            PublishedAt = AdvisoryFields.Time(value.Field("published_at")) ?? 0,
            ModifiedAt = AdvisoryFields.Time(value.Field("updated_at")) ?? 0,
            WithdrawnAt = AdvisoryFields.Time(value.Field("withdrawn_at")),
            Affected = packages,
        }, severity is null);
    }
}

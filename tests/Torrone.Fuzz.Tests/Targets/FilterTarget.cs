using Torrone.Fuzz.Tests.Running;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.NuGet.V2;

namespace Torrone.Fuzz.Tests.Targets;

/// <summary>The options of V2 queries: <c>$filter</c>, after "o:" <c>$orderby</c>, after "s:" <c>$select</c>. What is understood is evaluated.</summary>
internal sealed class FilterTarget : TextTarget
{
    private static readonly V2Entry[] Entries =
    [
        Entry("Newtonsoft.Json", "13.0.3", m => m with { Tags = ["json"], Title = "Json.NET" }),
        Entry("Newtonsoft.Json", "14.0.0-beta.1+b", m => m with
        {
            DependencyGroups = [new DependencyGroup("net8.0", [new PackageDependency("A", "[1.0.0, )", null, null)])],
        }),
        Entry("a", "0.0.0.1", m => m with { Description = "it's", Summary = "", ReleaseNotes = "x\ny" }),
        Entry("\u0130stanbul", "1.0.0", m => m),
    ];

    public override string Name => "odata";

    public override int Longest => 2_400;

    public override int LeastTaken => 100;

    protected override IReadOnlyList<string> OwnWords =>
    [
        " and ", " or ", " not ", "(", ")", ",", " eq ", " ne ", " gt ", " ge ", " lt ", " le ", " mod ", "null", "true", "false", "Id", "Version", "tolower(Id)", "tolower(", "toupper(",
        "trim(", "length(", "substringof(", "startswith(", "endswith(", "concat(", "'a'", "''", "'it''s'", "datetime'2020-01-01T00:00:00'", "datetime'", "datetime'9999-99-99'", "guid'",
        "10L", "1.5", "-9223372036854775808", "IsLatestVersion", "IsAbsoluteLatestVersion", "IsPrerelease", "DownloadCount", "Published", "Tags", "Dependencies", "PackageSize",
        "o:", "s:", " asc", " desc", "*", "/", "$value", "$it", "Authors", "Listed", "NormalizedVersion", "Unknown",
    ];

    protected override IEnumerable<string> Texts =>
    [
        "IsLatestVersion", "IsAbsoluteLatestVersion eq true and not (Id eq 'x')", "tolower(Id) eq 'newtonsoft.json'", "(Id eq 'a') or startswith(Id,'New') or endswith(Id,'n')",
        "substringof('json',tolower(Tags)) and Version ne '1.0'", "Published gt datetime'2000-01-01T00:00:00Z' and DownloadCount ge 10L", "Title ne null and length(Description) lt 5",
        "not not not IsPrerelease", "o:DownloadCount desc,Id", "o:Version asc", "o:Published desc,Title,Id", "s:Id,Version,Tags", "s:*", "trim(toupper(Summary)) eq ''",
        "((((Id eq null))))", "Created le LastUpdated",
    ];

    protected override object? Run(string text)
    {
        try
        {
            return text switch
            {
                ['o', ':', .. var order] => Sorted(ODataOrder.Parse(order)),
                ['s', ':', .. var names] => V2Property.All.Count(p => ODataSelection.Parse(names).Has(p.Name)),
                _ when FilterParser.Parse(text) is { } filter => (filter, Entries.Select(filter.Matches).ToArray()),
                _ => 0,
            };
        }
        catch (ODataException refused)
        {
            return refused;
        }
    }

    protected override string Judge(string text, object? result)
    {
        switch (result)
        {
            case ODataException refused:
                Assert.InRange(refused.Position, 1, text.Length + 1);
                return $"{refused.Problem} {text[..Math.Min(2, text.Length)] is "o:" or "s:"} {refused.Text.Length > 0}";
            case (FilterExpression filter, bool[] matches):
                return JudgeFilter(filter, matches);
            case V2Entry[] sorted:
                Assert.Equal(Entries.Length, sorted.Distinct().Count());
                return "ok order " + string.Concat(sorted.Select(entry => Array.IndexOf(Entries, entry)));
            default:
                return $"ok {result}";
        }
    }

    /// <summary>What the shape promises holds for every entry that matches: else the database would not be asked for it.</summary>
    private static string JudgeFilter(FilterExpression filter, bool[] matches)
    {
        var (id, prefix, latest) = (FilterShape.Id(filter), FilterShape.IdPrefix(filter), FilterShape.Latest(filter));
        foreach (var (entry, matched) in Entries.Zip(matches))
        {
            Assert.Equal(matched, filter.Matches(entry));
            var lower = entry.Id.ToLowerInvariant();
            Assert.True(!matched || id is null || lower.Equals(id, StringComparison.OrdinalIgnoreCase), $"id {id}");
            Assert.True(!matched || lower.StartsWith(prefix, StringComparison.OrdinalIgnoreCase), $"prefix {prefix}");
            Assert.True(latest is null || matched == (latest == "IsLatestVersion" ? entry.IsLatest : entry.IsAbsoluteLatest), latest);
        }

        return $"ok {id is null} {prefix.Length == 0} {latest} {string.Concat(matches.Select(m => m ? 'x' : '-'))} {filter.GetType().Name} {Math.Min(20, filter.ToString().Length / 100)}";
    }

    private static V2Entry[] Sorted(ODataOrder? order) => order is null ? [.. Entries] : [.. Entries.Order(order)];

    private static V2Entry Entry(string id, string version, Func<PackageManifest, PackageManifest> with)
    {
        Assert.True(PackageVersion.TryParse(version, out var parsed));
        return new V2Entry
        {
            Version = parsed,
            Manifest = with(new PackageManifest { Id = id, Version = version, Authors = "Ada, Grace", Description = "Reads things." }),
            Listed = true,
            IsLatest = !parsed.IsPrerelease,
            IsAbsoluteLatest = true,
            Published = 1_700_000_000_000,
            Changed = 1_700_000_001_000,
            Downloads = 3,
            TotalDownloads = 10,
            Size = 1_000,
            Hash = [1, 2, 3],
        };
    }
}

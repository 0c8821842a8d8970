using System.Text;
using NuGet.Versioning;
using Torrone.NuGet.Advisories;

namespace Torrone.NuGet.Tests.Advisories;

/// <summary>Every form that databases publish advisories in means the same versions.</summary>
public sealed class AdvisoryReaderTests
{
    public const string Osv = """
        {"schema_version":"1.6.0","id":"GHSA-aaaa-bbbb-cccc","modified":"2026-02-03T04:05:06Z","published":"2026-01-02T03:04:05Z",
         "aliases":["CVE-2026-1000","ghsa-AAAA-bbbb-cccc"],"summary":"Too\nmuch  trust","details":"Long.",
         "severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
         "affected":[{"package":{"ecosystem":"NuGet","name":"Some.Tool","purl":"pkg:nuget/Some.Tool"},
            "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"1.0.0"},{"fixed":"1.2.3"}]}],"versions":["1.0.0","1.2.0"]},
           {"package":{"ecosystem":"npm","name":"some-tool"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]}],
         "references":[{"type":"WEB","url":"https://example.org/a"}],"database_specific":{"severity":"HIGH","github_reviewed":true}}
        """;

    public const string GitHub = """
        {"ghsa_id":"GHSA-aaaa-bbbb-cccc","cve_id":"CVE-2026-1000","html_url":"https://github.com/advisories/GHSA-aaaa-bbbb-cccc","summary":"Too much trust",
         "severity":"high","identifiers":[{"value":"GHSA-aaaa-bbbb-cccc","type":"GHSA"},{"value":"CVE-2026-1000","type":"CVE"}],
         "published_at":"2026-01-02T03:04:05Z","updated_at":"2026-02-03T04:05:06Z","withdrawn_at":null,
         "vulnerabilities":[{"package":{"ecosystem":"nuget","name":"Some.Tool"},"vulnerable_version_range":">= 1.0.0, < 1.2.3","first_patched_version":"1.2.3"},
           {"package":{"ecosystem":"npm","name":"some-tool"},"vulnerable_version_range":"< 2"}]}
        """;

    [Theory]
    [InlineData(Osv)]
    [InlineData(GitHub)]
    public void Both_forms_say_the_same(string json)
    {
        AdvisoryRecord record = Single(json);
        Assert.Equal("GHSA-aaaa-bbbb-cccc", record.Identifier);
        Assert.Equal(["CVE-2026-1000"], record.Aliases);
        Assert.Equal("Too much trust", record.Summary);
        Assert.Equal(AdvisorySeverity.High, record.Severity);
        Assert.Equal("https://github.com/advisories/GHSA-aaaa-bbbb-cccc", record.Url);
        Assert.Equal(DateTimeOffset.Parse("2026-01-02T03:04:05Z", null).ToUnixTimeMilliseconds(), record.PublishedAt);
        Assert.Equal(DateTimeOffset.Parse("2026-02-03T04:05:06Z", null).ToUnixTimeMilliseconds(), record.ModifiedAt);
        Assert.Null(record.WithdrawnAt);
        AffectedPackage package = Assert.Single(record.Affected);
        Assert.Equal("Some.Tool", package.Id);
        Assert.Equal(["[1.0.0, 1.2.3)"], package.Ranges);
    }

    [Fact]
    public void Many_may_come_in_one_file_whatever_holds_them_together()
    {
        foreach (string many in (string[])[$"[{Osv},{GitHub}]", $"{{\"vulns\":[{Osv},{GitHub}]}}", $"{Osv}\n{GitHub}\n", $"[{Osv}]\n[{GitHub}]", "\uFEFF" + Osv + GitHub])
        {
            Assert.Equal(2, Read(many).Count(f => f.Record is not null));
            Assert.Equal(2, Read(many).Count);
        }
    }

    [Theory]
    [InlineData("""[{"introduced":"0"}]""", "(, )", "0.0.1 1.0.0 9.0.0-beta", "")]
    [InlineData("""[{"introduced":"0"},{"fixed":"2.0.0"}]""", "(, 2.0.0)", "0.1.0 1.9.9 2.0.0-beta", "2.0.0 3.0.0")]
    [InlineData("""[{"introduced":"1.0"},{"last_affected":"1.5"}]""", "[1.0.0, 1.5.0]", "1.0.0 1.5.0", "0.9.0 1.5.1 1.0.0-beta")]
    [InlineData("""[{"fixed":"3.1.0"},{"introduced":"3.0.0"},{"introduced":"0"},{"fixed":"2.0.0"}]""", "(, 2.0.0)|[3.0.0, 3.1.0)", "1.0.0 3.0.5", "2.0.0 2.9.0 3.1.0")]
    [InlineData("""[{"introduced":"0"},{"fixed":"2.0.0"},{"fixed":"2.5.0"}]""", "(, 2.0.0)", "1.9.0", "2.0.0 2.4.0")]
    [InlineData("""[{"introduced":"1.0.0"},{"fixed":"2.0.0"},{"introduced":"2.0.0"},{"limit":"*"}]""", "[1.0.0, 2.0.0)|[2.0.0, )", "1.0.0 2.0.0 5.0.0", "0.9.0")]
    [InlineData("""[{"introduced":"1.0.0"},{"last_affected":"1.0.0"}]""", "[1.0.0, 1.0.0]", "1.0.0", "1.0.1")]
    public void Events_of_osv_are_evaluated_in_the_order_of_versions(string events, string ranges, string weak, string clean) =>
        AssertRanges(OsvWith($$"""{"ranges":[{"type":"ECOSYSTEM","events":{{events}}}]}"""), ranges, weak, clean);

    [Theory]
    [InlineData("""{"versions":["1.0.0","1.2.0-beta"]}""", "[1.0.0]|[1.2.0-beta]", "1.0.0 1.2.0-BETA", "1.1.0 1.2.0")]
    [InlineData("""{"ranges":[{"type":"SEMVER","events":[{"introduced":"2.0.0"},{"fixed":"2.1.0"}]}],"versions":["2.0.5","1.0.0"]}""", "[2.0.0, 2.1.0)|[1.0.0]", "1.0.0 2.0.5", "2.1.0")]
    [InlineData("""{"ranges":[{"type":"GIT","repo":"x","events":[{"introduced":"abc"}]}],"versions":["1.0.0"]}""", "[1.0.0]", "1.0.0", "1.0.1")]
    [InlineData("""{"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}],"database_specific":{"last_known_affected_version_range":"<= 29.0"}}""", "(, 29.0.0]", "1.0.0 29.0.0", "30.0.0")]
    [InlineData("""{"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"5.0.0"}]}],"database_specific":{"last_known_affected_version_range":"< 3.0"}}""", "[5.0.0, )", "5.0.0 6.0.0", "3.0.0")]
    public void Lists_and_last_known_versions_count_and_commits_do_not(string affected, string ranges, string weak, string clean) =>
        AssertRanges(OsvWith(affected), ranges, weak, clean);

    [Theory]
    [InlineData("= 1.2.0", "[1.2.0, 1.2.0]", "1.2.0", "1.2.1 1.1.0")]
    [InlineData("<= 1.2.0", "(, 1.2.0]", "0.1.0 1.2.0", "1.2.1")]
    [InlineData("< 1.2.0", "(, 1.2.0)", "1.2.0-beta", "1.2.0")]
    [InlineData(">= 1.2.0", "[1.2.0, )", "1.2.0 9.0.0", "1.1.9")]
    [InlineData("> 1.2.0,<=2.0", "(1.2.0, 2.0.0]", "1.2.1 2.0.0", "1.2.0 2.0.1")]
    [InlineData("< 1.0 || >= 2.0, < 2.5", "(, 1.0.0)|[2.0.0, 2.5.0)", "0.9.0 2.0.0", "1.0.0 2.5.0")]
    public void Comparisons_of_github_are_understood(string range, string ranges, string weak, string clean) =>
        AssertRanges(GitHubWith(range), ranges, weak, clean);

    [Theory]
    [InlineData("")]
    [InlineData("1.0")]
    [InlineData("^1.0")]
    [InlineData(">= x")]
    [InlineData(">= 2.0, < 1.0")]
    [InlineData("> 1.0, < 1.0")]
    [InlineData("< 1.0,")]
    public void A_range_that_is_not_understood_is_said_instead_of_guessed(string range) =>
        Assert.Equal(AdvisoryProblem.Range, Assert.Single(Read(GitHubWith(range))).Problem);

    [Theory]
    [InlineData("""{"ranges":[{"type":"ECOSYSTEM","events":[{"fixed":"1.0.0"}]}]}""", AdvisoryProblem.Range)]
    [InlineData("""{"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"one"}]}]}""", AdvisoryProblem.Range)]
    [InlineData("""{"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":1}]}]}""", AdvisoryProblem.Range)]
    [InlineData("""{"ranges":{"type":"ECOSYSTEM"}}""", AdvisoryProblem.NotAnAdvisory)]
    [InlineData("""{"ranges":[{"type":"GIT","events":[{"introduced":"0"}]}]}""", AdvisoryProblem.NoVersions)]
    [InlineData("""{"versions":[]}""", AdvisoryProblem.NoVersions)]
    [InlineData("""{"versions":[7]}""", AdvisoryProblem.Range)]
    public void What_osv_cannot_mean_is_said(string affected, AdvisoryProblem problem) => Assert.Equal(problem, Assert.Single(Read(OsvWith(affected))).Problem);

    [Theory]
    [InlineData("CVE-2026-1", """[{"type":"REPORT","url":"https://a.example/r"},{"type":"WEB","url":"https://a.example/w"},{"type":"ADVISORY","url":"https://a.example/a"}]""", "https://a.example/a")]
    [InlineData("CVE-2026-1", """[{"type":"ADVISORY","url":"javascript:alert(1)"}]""", "https://nvd.nist.gov/vuln/detail/CVE-2026-1")]
    [InlineData("MAL-2026-1", "[]", "https://osv.dev/vulnerability/MAL-2026-1")]
    [InlineData("GHSA-1111-2222-3333", """[{"type":"ADVISORY","url":"https://a.example/a"}]""", "https://github.com/advisories/GHSA-1111-2222-3333")]
    public void Its_address_is_a_page_that_describes_it(string identifier, string references, string address) => Assert.Equal(address, Single(
        $$"""{"id":"{{identifier}}","references":{{references}},"affected":[{"package":{"ecosystem":"NuGet","name":"A"},"versions":["1.0.0"]}]}""").Url);

    private static void AssertRanges(string json, string ranges, string weak, string clean)
    {
        AffectedPackage package = Assert.Single(Single(json).Affected);
        VersionRange[] parsed = [.. package.Ranges.Select(VersionRange.Parse)];
        Assert.Equal(ranges.Split('|').Select(r => VersionRange.Parse(r == "(, )" ? "(, )" : r).ToNormalizedString()), package.Ranges);
        Assert.All(weak.Split(' ', StringSplitOptions.RemoveEmptyEntries), v => Assert.Contains(parsed, r => r.Satisfies(NuGetVersion.Parse(v))));
        Assert.All(clean.Split(' ', StringSplitOptions.RemoveEmptyEntries), v => Assert.DoesNotContain(parsed, r => r.Satisfies(NuGetVersion.Parse(v))));
    }

    private static string OsvWith(string affected) =>
        $$"""{"id":"X-1","affected":[{"package":{"ecosystem":"NuGet","name":"A"},{{affected.Trim()[1..^1]}}}]}""";

    private static string GitHubWith(string range) =>
        $$"""{"ghsa_id":"GHSA-1111-2222-3333","severity":"low","vulnerabilities":[{"package":{"ecosystem":"nuget","name":"A"},"vulnerable_version_range":"{{range}}"}]}""";

    private static AdvisoryRecord Single(string json) => Assert.Single(Read(json)).Record ?? throw new InvalidOperationException(Read(json)[0].Problem.ToString());

    private static List<AdvisoryFinding> Read(string json) => [.. AdvisoryReader.Read(Encoding.UTF8.GetBytes(json))];
}

using NuGet.Versioning;
using Torrone.Fuzz.Tests.Running;
using Torrone.NuGet.Advisories;
using Torrone.NuGet.Identity;

namespace Torrone.Fuzz.Tests.Targets;

/// <summary>Files of advisories. What is understood must name legal ids, readable ranges and an address of the web.</summary>
internal sealed class AdvisoryTarget : TextTarget
{
    public override string Name => "advisory";

    public override int LeastTaken => 20;

    protected override IReadOnlyList<string> OwnWords =>
    [
        "{", "}", "[", "]", ":", ",", "null", "true", "\"id\"", "\"ghsa_id\"", "\"GHSA-aaaa-bbbb-cccc\"", "\"aliases\"", "\"affected\"", "\"ranges\"", "\"events\"", "\"introduced\"", "\"fixed\"",
        "\"last_affected\"", "\"limit\"", "\"versions\"", "\"NuGet\"", "\"npm\"", "\"withdrawn\"", "\"2026-01-01T00:00:00Z\"", "\"severity\"", "\"CVSS_V3\"", "\"database_specific\"", "\"\\ud800\"",
        ">= 1.0, < 2.0", "< 1.2.3", "= 1.0", "1.0.0", "99999.0", "\"vulns\"", "\"vulnerabilities\"",
    ];

    protected override IEnumerable<string> Texts =>
    [
        """{"id":"GHSA-aaaa-bbbb-cccc","aliases":["CVE-2026-1"],"summary":"s","published":"2026-01-01T00:00:00Z","modified":"2026-01-02T00:00:00Z","affected":[{"package":{"ecosystem":"NuGet","name":"A.B"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.2.3"}]}],"versions":["1.0.0"]}],"severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]}""",
        """{"ghsa_id":"GHSA-aaaa-bbbb-cccc","cve_id":"CVE-2026-1","severity":"high","html_url":"https://example.org/a","vulnerabilities":[{"package":{"ecosystem":"nuget","name":"A.B"},"vulnerable_version_range":">= 1.0, < 1.2.3"}]}""",
        """{"vulns":[]}""", "[]", "[1,2]",
    ];

    protected override object? Run(string text) => AdvisoryReader.Read(System.Text.Encoding.UTF8.GetBytes(text)).ToList();

    protected override string Judge(string text, object? result)
    {
        var findings = (List<AdvisoryFinding>)result!;
        foreach (var record in findings.Select(finding => finding.Record).OfType<AdvisoryRecord>())
        {
            Assert.True(Uri.TryCreate(record.Url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https", record.Url);
            Assert.NotEmpty(record.Affected);
            foreach (var affected in record.Affected)
            {
                Assert.True(PackageId.TryParse(affected.Id, out _), affected.Id);
                Assert.NotEmpty(affected.Ranges);
                Assert.All(affected.Ranges, range => Assert.True(VersionRange.TryParse(range, out _), range));
            }
        }

        var problems = string.Join(',', findings.Select(finding => finding.Problem?.ToString() ?? (finding.IsElsewhere ? "elsewhere" : "read")).Distinct());
        return $"{(findings.Exists(finding => finding.Record is not null) ? "ok" : "none")} {problems} {Math.Min(3, findings.Count)}";
    }
}

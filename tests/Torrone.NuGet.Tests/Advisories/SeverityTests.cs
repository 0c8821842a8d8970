using System.Text;
using Torrone.NuGet.Advisories;

namespace Torrone.NuGet.Tests.Advisories;

/// <summary>The database's own word comes first, then the score; without both one is assumed, and that is said.</summary>
public sealed class SeverityTests
{
    [Theory]
    // Scores that the specifications' own examples and calculators give: 9.8, 10.0, 7.5, 6.1, 5.5, 3.3, 2.5, 0.
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", AdvisorySeverity.Critical)]
    [InlineData("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", AdvisorySeverity.Critical)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", AdvisorySeverity.High)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", AdvisorySeverity.Moderate)]
    [InlineData("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H", AdvisorySeverity.Moderate)]
    [InlineData("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N", AdvisorySeverity.Low)]
    [InlineData("CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N", AdvisorySeverity.Low)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", AdvisorySeverity.Low)]
    [InlineData("AV:N/AC:L/Au:N/C:C/I:C/A:C", AdvisorySeverity.Critical)]
    [InlineData("AV:N/AC:L/Au:N/C:P/I:P/A:P", AdvisorySeverity.High)]
    [InlineData("AV:N/AC:M/Au:N/C:N/I:P/A:N", AdvisorySeverity.Moderate)]
    [InlineData("AV:L/AC:L/Au:N/C:P/I:N/A:N", AdvisorySeverity.Low)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", AdvisorySeverity.Critical)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", AdvisorySeverity.Critical)]
    [InlineData("CVSS:4.0/AV:L/AC:H/AT:P/PR:H/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N", AdvisorySeverity.Low)]
    [InlineData("7.2", AdvisorySeverity.High)]
    public void A_score_gives_the_step(string score, AdvisorySeverity severity) => Assert.Equal((severity, false), Read("X-1", $"\"severity\":[{{\"type\":\"CVSS\",\"score\":\"{score}\"}}]"));

    [Theory]
    [InlineData("\"severity\":[{\"type\":\"CVSS_V3\",\"score\":\"CVSS:3.1/AV:N\"}]")]
    [InlineData("\"severity\":[{\"type\":\"CVSS_V3\",\"score\":\"CVSS:3.1/AV:N/AV:N\"}]")]
    [InlineData("\"severity\":[{\"type\":\"CVSS_V3\",\"score\":9.8}]")]
    [InlineData("\"severity\":[{\"type\":\"CVSS_V3\",\"score\":\"11\"}]")]
    [InlineData("\"severity\":[]")]
    [InlineData("\"database_specific\":{\"severity\":\"SHRUG\"}")]
    [InlineData("\"database_specific\":{\"severity\":3}")]
    public void Without_a_word_or_score_it_is_moderate_and_that_is_said(string field) => Assert.Equal((AdvisorySeverity.Moderate, true), Read("X-1", field));

    [Theory]
    [InlineData("MODERATE", AdvisorySeverity.Moderate)]
    [InlineData("medium", AdvisorySeverity.Moderate)]
    [InlineData("Low", AdvisorySeverity.Low)]
    [InlineData("HIGH", AdvisorySeverity.High)]
    [InlineData("critical", AdvisorySeverity.Critical)]
    public void The_databases_word_goes_before_the_score(string word, AdvisorySeverity severity) => Assert.Equal((severity, false),
        Read("X-1", $"\"database_specific\":{{\"severity\":\"{word}\"}},\"severity\":[{{\"type\":\"CVSS_V3\",\"score\":\"CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N\"}}]"));

    [Fact]
    public void A_package_made_to_harm_is_critical() => Assert.Equal((AdvisorySeverity.Critical, false), Read("MAL-2026-1", "\"details\":\"x\""));

    private static (AdvisorySeverity, bool) Read(string identifier, string field)
    {
        AdvisoryFinding finding = Assert.Single(AdvisoryReader.Read(Encoding.UTF8.GetBytes(
            $"{{\"id\":\"{identifier}\",{field},\"affected\":[{{\"package\":{{\"ecosystem\":\"NuGet\",\"name\":\"A\"}},\"versions\":[\"1.0.0\"]}}]}}")));
        return (finding.Record!.Severity, finding.SeverityAssumed);
    }
}

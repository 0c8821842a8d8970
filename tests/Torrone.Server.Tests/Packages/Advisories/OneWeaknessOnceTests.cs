using NuGet.Versioning;
using Torrone.NuGet.Advisories;
using Torrone.Server.Packages.Advisories;
using Xunit;

namespace Torrone.Server.Tests.Packages.Advisories;

/// <summary>A weakness that several databases describe counts once, as the most trusted of them has it.</summary>
public sealed class OneWeaknessOnceTests
{
    [Theory]
    [InlineData("GHSA-1 CVE-1|CVE-1", "GHSA-1")]
    [InlineData("CVE-1|GHSA-1 CVE-1", "GHSA-1")]
    [InlineData("CVE-1|GHSA-1 cve-1", "GHSA-1")]
    [InlineData("OSV-1 CVE-1|CVE-1", "CVE-1")]
    [InlineData("OSV-1 CVE-1|OSV-2 CVE-1", "OSV-2")]
    [InlineData("GHSA-1 CVE-1|GHSA-2 CVE-2", "GHSA-1 GHSA-2")]
    [InlineData("GHSA-1|CVE-1", "CVE-1 GHSA-1")]
    [InlineData("OSV-1 CVE-1|OSV-2 CVE-2|X-1 CVE-1 CVE-2", "X-1")]
    [InlineData("CVE-1|CVE-2|GHSA-1 CVE-1 CVE-2|OSV-9", "GHSA-1 OSV-9")]
    public void Shared_names_make_one(string advisories, string kept)
    {
        PackageAdvisory[] all = [.. advisories.Split('|').Select((names, i) => new PackageAdvisory(
            names.Split(' ')[0], names.Split(' ')[1..], "", AdvisorySeverity.Low, "https://a.example", i, [VersionRange.Parse("[1.0.0]")]))];
        Assert.Equal(kept.Split(' '), OneWeaknessOnce.Of(all).Select(a => a.Identifier));
        Assert.Equal(kept.Split(' '), OneWeaknessOnce.Of([.. all.Reverse()]).Select(a => a.Identifier));
    }

    [Fact]
    public void The_worst_comes_first() => Assert.Equal(["B", "A", "C"], OneWeaknessOnce.Of([.. new[] { ("A", 2), ("B", 3), ("C", 0) }.Select(a =>
        new PackageAdvisory(a.Item1, [], "", (AdvisorySeverity)a.Item2, "https://a.example", 0, []))]).Select(a => a.Identifier));
}

using Torrone.NuGet.Identity;

namespace Torrone.NuGet.Tests.Identity;

public sealed class PackageVersionTests
{
    [Theory]
    [InlineData("1", "1.0.0")]
    [InlineData("1.0", "1.0.0")]
    [InlineData("1.0.0.0", "1.0.0")]
    [InlineData("1.0.0.4", "1.0.0.4")]
    [InlineData("01.002.0003", "1.2.3")]
    [InlineData("1.0.0-RC.1+Build.5", "1.0.0-RC.1")]
    [InlineData("1.0.0+Build", "1.0.0")]
    [InlineData("2147483647.0.0", "2147483647.0.0")]
    [InlineData("1.0.0-x-y--z", "1.0.0-x-y--z")]
    public void A_legal_version_is_normalized(string text, string normalized)
    {
        Assert.True(PackageVersion.TryParse(text, out var version));
        Assert.Equal(text, version.Original);
        Assert.Equal(normalized, version.Normalized);
        Assert.Equal(normalized.ToLowerInvariant(), version.Lower);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("v1.0")]
    [InlineData(" 1.0")]
    [InlineData("1.0 ")]
    [InlineData("1.0\n")]
    [InlineData("1.0.0.0.0")]
    [InlineData("-1.0")]
    [InlineData("1.-1")]
    [InlineData("1.0.*")]
    [InlineData("1.0.0-")]
    [InlineData("1.0.0+")]
    [InlineData("1.0.0-a..b")]
    [InlineData("1.0.0-a_b")]
    [InlineData("1.0.0-caf\u00E9")]
    [InlineData("\u0661.0.0")]
    [InlineData("1.0.\u0662")]
    [InlineData("2147483648.0.0")]
    [InlineData("99999999999999999999.0.0")]
    [InlineData("1,0")]
    [InlineData("[1.0]")]
    [InlineData("../1.0")]
    public void Anything_else_is_no_version(string? text)
    {
        Assert.False(PackageVersion.TryParse(text, out var version));
        Assert.Null(version);
    }

    [Fact]
    public void A_version_has_at_most_64_characters()
    {
        Assert.True(PackageVersion.TryParse("1.0.0-" + new string('a', 58), out _));
        Assert.False(PackageVersion.TryParse("1.0.0-" + new string('a', 59), out _));
    }

    [Fact]
    public void A_version_that_is_too_long_for_its_address_is_none()
    {
        Assert.True(PackageVersion.TryParse("1-" + new string('a', 58), out _));
        Assert.False(PackageVersion.TryParse("1-" + new string('a', 59), out _));
    }

    [Theory]
    [InlineData("1.0.0", false, false)]
    [InlineData("1.0.0-beta", true, false)]
    [InlineData("1.0.0-beta.1", true, true)]
    [InlineData("1.0.0+build", false, true)]
    [InlineData("1.0.0-beta+build", true, true)]
    public void Prereleases_and_SemVer_2_are_told(string text, bool isPrerelease, bool isSemVer2)
    {
        Assert.True(PackageVersion.TryParse(text, out var version));
        Assert.Equal(isPrerelease, version.IsPrerelease);
        Assert.Equal(isSemVer2, version.IsSemVer2);
    }

    [Fact]
    public void Versions_are_ordered_by_precedence()
    {
        string[] ascending =
        [
            "0.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.2", "1.0.0-alpha.10", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-rc.1", "1.0.0",
            "1.0.0.1", "1.0.1", "1.2", "1.10", "2.0.0-0", "2",
        ];
        var versions = ascending.Select(Parse).ToList();

        Assert.Equal(ascending, versions.AsEnumerable().Reverse().Order().Select(version => version.Original));
        for (var index = 1; index < versions.Count; index++)
        {
            Assert.True(versions[index - 1] < versions[index]);
            Assert.True(versions[index] > versions[index - 1]);
            Assert.True(versions[index - 1] <= versions[index]);
            Assert.True(versions[index] >= versions[index - 1]);
        }
    }

    [Fact]
    public void Nothing_comes_before_every_version()
    {
        var version = Parse("0.0.0-0");

        Assert.True(null < version);
        Assert.True(version > null);
        Assert.False(version <= null);
        Assert.Equal(1, version.CompareTo(null));
    }

    private static PackageVersion Parse(string text)
    {
        Assert.True(PackageVersion.TryParse(text, out var version));
        return version;
    }
}

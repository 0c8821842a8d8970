using System.Xml.Linq;
using NuGet.Versioning;
using Torrone.Fuzz.Tests.Running;
using Torrone.NuGet.Archives;
using Torrone.NuGet.Identity;
using Torrone.Testing.Packages;

namespace Torrone.Fuzz.Tests.Targets;

/// <summary>The same text as a version, as an id, and as the range of a dependency.</summary>
internal sealed class VersionTarget : TextTarget
{
    private const string Nuspec =
        "<package><metadata><id>A</id><version>1.0</version><authors>a</authors><description>d</description>"
        + "<dependencies><dependency id=\"B\" version=\"RANGE\"/></dependencies></metadata></package>";

    private static readonly PackageVersion[] Others = [Parse("1.0.0"), Parse("1.0.0-rc"), Parse("1.0.0-rc.1+b"), Parse("2147483647.0.0.1")];

    public override string Name => "version";

    public override int Longest => 400;

    public override int LeastTaken => 100;

    protected override IReadOnlyList<string> OwnWords =>
    [
        "1", "0", ".", "-", "+", "..", "01", "1.0", "1.0.0.0", "-rc", "-RC.1", "-0", "-01", "+b", "+b.1", "*", "-*", "[", "]", "(", ")", ",", "[1.0,2.0)", "(,)", "(,1.0]",
        "[1.0]", "2147483647", "2147483648", "4294967296", "A.B", "_", "System.",
    ];

    protected override IEnumerable<string> Texts =>
        ["1.0", "1.2.3-beta.4+build.5", "0.0.0.1", "[1.0,2.0)", "(,1.0.0-rc]", "1.*", "2.0.0-*", "Newtonsoft.Json", "a-b_c.d", "(1.0,)"];

    protected override object? Run(string text)
    {
        var version = PackageVersion.TryParse(text, out var parsed) ? parsed : null;
        var id = PackageId.TryParse(text, out var named) ? named : null;
        return (version, id, AsRange(text));
    }

    protected override string Judge(string text, object? result)
    {
        var (version, id, range) = ((PackageVersion?, PackageId?, PackageInspection?))result!;
        var written = range?.Manifest?.DependencyGroups[0].Dependencies[0].Range;
        if (version is not null)
        {
            JudgeVersion(version);
        }

        if (id is not null)
        {
            Assert.Equal(text.ToLowerInvariant(), id.Lower);
            Assert.True(PackageId.TryParse(id.Lower, out var again) && again == id);
        }

        if (written is not null)
        {
            Assert.True(VersionRange.TryParse(written, out var parsed), written);
            Assert.False(parsed.IsFloating);
            Assert.Equal(written, parsed.ToNormalizedString());
        }

        var shape = version is null ? "" : $"{version.Semantic.IsLegacyVersion} {version.IsPrerelease} {version.IsSemVer2} {version.Normalized.Length == version.Original.Length}";
        var codes = range is null ? "" : string.Join(',', range.Problems.Select(p => p.Code));
        return (version is not null || id is not null || written is not null ? "ok " : "") + $"{shape}|{id is not null}|{codes}|{written?[0]}{written?[^1]}{written?.Length > 20}";
    }

    private static void JudgeVersion(PackageVersion version)
    {
        foreach (var text in (string[])[version.Normalized, version.Lower])
        {
            Assert.True(PackageVersion.TryParse(text, out var again), text);
            Assert.Equal(version, again);
            Assert.Equal(0, version.CompareTo(again));
            Assert.Equal(version.Lower, again.Lower);
        }

        foreach (var other in Others)
        {
            Assert.Equal(Math.Sign(version.CompareTo(other)), -Math.Sign(other.CompareTo(version)));
            Assert.Equal(version == other, version.CompareTo(other) == 0);
        }
    }

    /// <summary>Null for text that XML cannot carry.</summary>
    private static PackageInspection? AsRange(string text)
    {
        string escaped;
        try
        {
            escaped = new XAttribute("v", System.Xml.XmlConvert.VerifyXmlChars(text)).ToString()[3..^1];
        }
        catch (System.Xml.XmlException)
        {
            return null;
        }

        var package = new RawZip().Add("A.nuspec", Nuspec.Replace("RANGE", escaped, StringComparison.Ordinal)).Build();
        using MemoryStream stream = new(package, writable: false);
        return PackageArchive.Inspect(stream, ArchiveLimits.Default, new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));
    }

    private static PackageVersion Parse(string text) => PackageVersion.TryParse(text, out var version) ? version : throw new ArgumentException(text);
}

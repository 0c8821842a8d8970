using System.IO.Compression;
using System.Text;
using Torrone.NuGet.Archives;
using Torrone.NuGet.Identity;
using Torrone.Testing.Packages;

namespace Torrone.NuGet.Tests.Archives;

/// <summary>Small changes to good input, always the same ones: whatever comes out, nothing throws, and memory stays small.</summary>
public sealed class FuzzTests
{
    private const long AllowedPerInput = 3 * 1024 * 1024;

    private static readonly string[] Tokens =
    [
        "<", ">", "&", "&#0;", "&#xD800;", "]]>", "<!DOCTYPE a>", "<!--", "<metadata>", "</metadata>", "<id>", "\0", "\uFFFE", "\uD83D\uDE00", "'", "\"",
        "-1", "99999999999", "1.0.0-", "+", "*", "[", ")", "%2e%2e", "..", "portable-", "net", ".NETPortable,Version=v4.0,Profile=", "any", "WITH", " OR ",
    ];

    [Fact]
    public void Mutated_archives_are_refused_or_read_alike_by_the_framework()
    {
        var random = new Random(20261121);
        var seeds = Seeds();
        var accepted = 0;
        for (var round = 0; round < 12_000; round++)
        {
            var package = Mutate(random, seeds[random.Next(seeds.Length)]);
            var inspection = InspectCheaply(package, round);
            Assert.Equal(inspection.Problems.Count == 0, inspection.Manifest is not null);
            if (inspection.Manifest is not null)
            {
                accepted++;
                AssertReadAlike(package, inspection);
            }
        }

        Assert.InRange(accepted, 200, 11_000);
    }

    [Fact]
    public void Mutated_nuspecs_are_refused_or_give_legal_values()
    {
        var random = new Random(7);
        var seed = Encoding.UTF8.GetBytes(Full().NuspecText());
        var accepted = 0;
        for (var round = 0; round < 6_000; round++)
        {
            var nuspec = Mutate(random, seed);
            var inspection = InspectCheaply(new RawZip().Add(new RawEntry("Some.Package.nuspec", nuspec)).Add("README.md", "x").Add("icon.png", "x").Build(), round);
            foreach (var problem in inspection.Problems.Concat(inspection.Warnings))
            {
                Assert.DoesNotContain(problem.ReasonPhrase(), character => character is < ' ' or > '~');
            }

            if (inspection.Manifest is { } manifest)
            {
                accepted++;
                Assert.True(PackageId.TryParse(manifest.Id, out _));
                Assert.True(PackageVersion.TryParse(manifest.Version, out _));
                Assert.NotEmpty(manifest.PackageTypes);
                Assert.All(manifest.DependencyGroups.SelectMany(group => group.Dependencies), one => Assert.True(PackageId.TryParse(one.Id, out _)));
            }
        }

        Assert.InRange(accepted, 100, 5_900);
    }

    [Fact]
    public void Random_texts_are_no_version_or_one_that_reads_back()
    {
        var random = new Random(11);
        const string alphabet = "0123456789..--++abRC*[]() \u0661\0";
        for (var round = 0; round < 5_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            if (PackageVersion.TryParse(text, out var version))
            {
                Assert.True(PackageVersion.TryParse(version.Lower, out var again), text);
                Assert.Equal(version, again);
                Assert.Equal(version.Lower, again.Lower);
            }
        }
    }

    private static PackageInspection InspectCheaply(byte[] package, int round)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var inspection = Inspecting.Inspect(package);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < AllowedPerInput, $"round {round}");
        return inspection;
    }

    /// <summary>What was inspected is what clients will unpack: same names, same nuspec, every entry readable.</summary>
    private static void AssertReadAlike(byte[] package, PackageInspection inspection)
    {
        using var archive = new ZipArchive(new MemoryStream(package));
        Assert.Equal(inspection.EntryCount, archive.Entries.Count);
        var nuspec = archive.Entries.Single(entry => Uri.UnescapeDataString(entry.FullName) is var name
            && name.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase) && !name.Contains('/', StringComparison.Ordinal));
        foreach (var entry in archive.Entries)
        {
            using var content = entry.Open();
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            Assert.Equal(entry.Length, copy.Length);
            if (entry == nuspec)
            {
                Assert.Equal(inspection.NuspecBytes, copy.ToArray());
            }
        }
    }

    private static byte[] Mutate(Random random, byte[] seed)
    {
        var bytes = seed.ToList();
        for (var change = random.Next(1, 4); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)(random.Next(2) == 0 ? 0xFF : 0);
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 9), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 60), bytes.Count - at)));
                    break;
                case 5:
                    bytes.RemoveRange(at, random.Next(8) == 0 ? bytes.Count - at : 1);
                    break;
                default:
                    // Numbers in the directory are where lies pay: the last third of a small archive.
                    bytes[bytes.Count - 1 - random.Next(Math.Max(1, bytes.Count / 3))] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. bytes];
    }

    private static PackageBuilder Full() => new PackageBuilder("Some.Package", "1.2.3-beta")
        .Metadata("tags", "a b")
        .Metadata("projectUrl", "https://example.org/")
        .Metadata("readme", "README.md")
        .Metadata("repository", "", ("type", "git"), ("url", "https://example.org/x.git"))
        .LicenseExpression("MIT OR (Apache-2.0 AND BSD-3-Clause)")
        .Type("Dependency")
        .Dependency("Other", "[1.0,2.0)", "net8.0")
        .Dependency("Third", "1.0", "portable-net45+win8");

    private static byte[][] Seeds() =>
    [
        new PackageBuilder().Build(),
        new PackageBuilder().Uncompressed().Entry("lib/net8.0/a%20b.dll", "x").Entry("content/", "").Build(),
        Full().Entry("README.md", "# Readme").Icon().Framework("net8.0").Build(),
        Inspecting.WithNuspec(new RawZip { WideCount = 2, Comment = [1, 2, 3] }).Add("lib/net8.0/a.dll", "x").Build(),
    ];
}

using System.IO.Compression;
using Torrone.Fuzz.Tests.Running;
using Torrone.Fuzz.Tests.Zips;
using Torrone.NuGet.Archives;
using Torrone.Testing.Packages;

namespace Torrone.Fuzz.Tests.Targets;

/// <summary>Whole packages. What is taken must be read alike by the framework's own reader of archives.</summary>
internal class ArchiveTarget : FuzzTarget
{
    protected static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public override string Name => "archive";

    public override long MostAllocated => 8 * 1024 * 1024;

    public override int Longest => 32 * 1024;

    public override int LeastTaken => 50;

    public override IReadOnlyList<string> Words => PackageWords.All;

    public override IEnumerable<byte[]> Seeds =>
    [
        new PackageBuilder().Build(),
        new PackageBuilder().Uncompressed().Entry("lib/net8.0/a%20b.dll", "x").Entry("content/", "").Build(),
        NuspecTarget.Full().Entry("README.md", "# Readme").Icon().LicenseFile().Framework("net8.0").Build(),
        NuspecTarget.Full().Readme().LicenseExpression().Framework("net8.0").Framework("portable-net45+win8").Build(),
        new RawZip { WideCount = 1, Comment = [1, 2, 3] }.Add("Sample.Package.nuspec", new PackageBuilder().NuspecText()).Build(),
        new PackageBuilder().Entry("nested.zip", new PackageBuilder().Build()).Build(),
        new PackageBuilder().Entry(".signature.p7s", "x").Build(),
    ];

    public override byte[] Mutate(Random random, byte[] parent, byte[] other) => new ZipMutations(random, Words).Mutate(parent, other);

    public override object? Run(byte[] input)
    {
        using MemoryStream stream = new(input, writable: false);
        return Inspect(stream);
    }

    public override string Judge(byte[] input, object? result)
    {
        var inspection = (PackageInspection)result!;
        Assert.Equal(inspection.Problems.Count == 0, inspection.Manifest is not null);
        NuspecTarget.JudgeSentences(inspection);
        if (inspection.Manifest is null)
        {
            return NuspecTarget.Outcome(inspection);
        }

        NuspecTarget.JudgeManifest(inspection.Manifest);
        JudgeReadAlike(input, inspection);
        return NuspecTarget.Outcome(inspection);
    }

    protected virtual PackageInspection Inspect(Stream stream) => PackageArchive.Inspect(stream, ArchiveLimits.Default, Now);

    /// <summary>What was inspected is what clients will unpack: as many entries, the same nuspec, every entry readable.</summary>
    private static void JudgeReadAlike(byte[] package, PackageInspection inspection)
    {
        using ZipArchive archive = new(new MemoryStream(package));
        Assert.Equal(inspection.EntryCount, archive.Entries.Count);
        var nuspecs = 0;
        foreach (var entry in archive.Entries)
        {
            using var content = entry.Open();
            using MemoryStream copy = new();
            content.CopyTo(copy);
            Assert.Equal(entry.Length, copy.Length);
            var name = Uri.UnescapeDataString(entry.FullName);
            if (name.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase) && !name.Contains('/', StringComparison.Ordinal))
            {
                nuspecs++;
                Assert.True(inspection.NuspecBytes.AsSpan().SequenceEqual(copy.GetBuffer().AsSpan(0, (int)copy.Length)));
            }
        }

        Assert.Equal(1, nuspecs);
    }
}

using BenchmarkDotNet.Attributes;
using Torrone.NuGet.Archives;
using Torrone.Testing.Packages;

namespace Torrone.Benchmarks;

/// <summary>Looking into a pushed package, without the disk.</summary>
[MemoryDiagnoser]
public class PackageArchiveBenchmark
{
    private byte[] _plain = [];
    private byte[] _manyFiles = [];

    [GlobalSetup]
    public void Setup()
    {
        _plain = new PackageBuilder("Sample.Plain").Framework("net8.0").Readme().Build();
        PackageBuilder many = new("Sample.Many");
        for (int i = 0; i < 2000; i++)
        {
            many.Entry($"content/file{i}.txt", [1, 2, 3]);
        }

        _manyFiles = many.Build();
    }

    [Benchmark(Baseline = true)]
    public bool Plain() => Inspect(_plain);

    [Benchmark]
    public bool TwoThousandFiles() => Inspect(_manyFiles);

    private static bool Inspect(byte[] package)
    {
        using MemoryStream stream = new(package);
        return PackageArchive.Inspect(stream, ArchiveLimits.Default, DateTimeOffset.UnixEpoch.AddYears(60), CancellationToken.None).Manifest is not null;
    }
}

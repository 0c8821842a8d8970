using BenchmarkDotNet.Attributes;
using Torrone.Server.ApiKeys;

namespace Torrone.Benchmarks;

/// <summary>The match that decides every push, and the worst pattern that a person may write.</summary>
[MemoryDiagnoser]
public class GlobPatternBenchmark
{
    private readonly string _id = string.Concat(Enumerable.Repeat("Contoso.Data.", 9)) + "End";
    private readonly string _repeating = new('a', 128);
    private GlobPattern _plain = null!;
    private GlobPattern _worst = null!;

    [GlobalSetup]
    public void Setup()
    {
        if (!GlobPattern.TryParse("Contoso.*", out _plain!) || !GlobPattern.TryParse(string.Concat(Enumerable.Repeat("*a", 60)) + "*b*", out _worst!))
        {
            throw new InvalidOperationException("The patterns are meant to be good ones.");
        }
    }

    [Benchmark(Baseline = true)]
    public bool Plain() => _plain.Matches(_id);

    [Benchmark]
    public bool Worst() => _worst.Matches(_repeating);
}

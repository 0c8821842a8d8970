using System.Globalization;
using Torrone.Fuzz.Tests.Running;
using Torrone.Fuzz.Tests.Targets;

namespace Torrone.Fuzz.Tests;

/// <summary>
/// Nothing that a stranger sends is an unhandled exception, a hang, or memory that stays. Settings from the environment, for the long form:
/// TORRONE_FUZZ_INPUTS, TORRONE_FUZZ_SEED, and TORRONE_FUZZ_KEEP=1 to add to the corpus what is new.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Inputs = 20_000;
    private const int Seed = 20_261_121;

    private static readonly Func<FuzzTarget>[] Targets =
    [
        () => new ArchiveTarget(), () => new NuspecTarget(), () => new VersionTarget(), () => new GlobTarget(), () => new SearchTarget(), () => new FilterTarget(),
        () => new SymbolsTarget(), () => new AdvisoryTarget(), () => new ReadmeTarget(),
    ];

    public static IEnumerable<TheoryDataRow<int, string>> Numbered => Targets.Select((make, number) =>
    {
        using var target = make();
        return new TheoryDataRow<int, string>(number, target.Name);
    });

    [Theory]
    [MemberData(nameof(Numbered))]
    public void No_input_throws_lies_hangs_or_costs_too_much(int number, string name)
    {
        using var target = Targets[number]();
        FuzzRun run = new(target, Setting("TORRONE_FUZZ_SEED", Seed), Setting("TORRONE_FUZZ_INPUTS", Inputs));
        var report = run.Execute();
        output.WriteLine(report.ToString());
        Assert.True(report.Taken * 1000L >= (long)report.Inputs * target.LeastTaken, $"Few inputs get past the first checks. {report}");
        if (Environment.GetEnvironmentVariable("TORRONE_FUZZ_KEEP") == "1")
        {
            Corpus.Add(name, run.News);
        }
    }

    private static int Setting(string name, int missing) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : missing;
}

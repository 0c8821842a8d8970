using Torrone.Fuzz.Tests.Running;

namespace Torrone.Fuzz.Tests;

/// <summary>The runner finds what is planted; else its silence would mean nothing.</summary>
public sealed class RunnerTests
{
    [Fact]
    public void An_exception_is_found_and_shown_as_a_line_of_the_corpus()
    {
        var found = Assert.Throws<FuzzException>(() => Run(new Planted(text => text.Contains('!', StringComparison.Ordinal) ? throw new FormatException("planted") : null)));
        Assert.Contains("planted", found.Message, StringComparison.Ordinal);
        var line = found.Message.Split('\n')[2];
        Assert.Contains((byte)'!', Corpus.Parse(line));
    }

    [Fact]
    public void Costly_inputs_are_found() =>
        Assert.Contains("costs", Assert.Throws<FuzzException>(() => Run(new Planted(text => text.Contains('!', StringComparison.Ordinal) ? new byte[4 << 20] : null))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_hang_is_found()
    {
        using ManualResetEventSlim end = new();
        Planted target = new(text =>
        {
            if (text.Contains('!', StringComparison.Ordinal))
            {
                end.Wait(TestContext.Current.CancellationToken);
            }

            return null;
        });
        var found = Assert.Throws<FuzzException>(() => new FuzzRun(target, 1, 2_000) { Patience = TimeSpan.FromSeconds(1) }.Execute());
        Assert.IsType<TimeoutException>(found.InnerException);
        end.Set();
    }

    [Fact]
    public void Memory_left_behind_is_found()
    {
        List<byte[]> left = [];
        Planted target = new(_ =>
        {
            left.Add(new byte[10_000]);
            return null;
        });
        Assert.Contains("left behind", Assert.Throws<FuzzException>(() => Run(target)).Message, StringComparison.Ordinal);
        Assert.NotEmpty(left);
    }

    [Fact]
    public void Equal_seeds_give_equal_inputs()
    {
        List<string>[] seen = [[], [], []];
        foreach (var (list, seed) in seen.Zip([1, 1, 2]))
        {
            new FuzzRun(new Planted(text => list.Count < 500 ? Add(list, text) : null), seed, 400).Execute();
        }

        Assert.Equal(seen[0], seen[1]);
        Assert.NotEqual(seen[0], seen[2]);

        static object? Add(List<string> list, string text)
        {
            list.Add(text);
            return null;
        }
    }

    [Fact]
    public void Inputs_with_new_outcomes_are_built_upon()
    {
        // Four letters in a row are out of reach of one change, and each alone is not.
        Planted target = new(text => (object)"torrone".TakeWhile((letter, at) => at < text.Length && text[at] == letter).Count(), "t", "o", "r");
        FuzzRun run = new(target, 5, 20_000);
        run.Execute();
        Assert.Contains(run.News, input => input.AsSpan().StartsWith("torr"u8));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("=a\\b\n\u00e9")]
    [InlineData("#")]
    [InlineData("\0\u0001\u0002\u0003\uFFFF\u0004\u0005")]
    public void A_line_of_the_corpus_reads_back(string text)
    {
        var input = System.Text.Encoding.UTF8.GetBytes(text);
        Assert.Equal(input, Corpus.Parse(Corpus.Line(input)));
        Assert.DoesNotContain('\n', Corpus.Line(input));
    }

    private static void Run(FuzzTarget target) => new FuzzRun(target, 1, 4_000).Execute();

    private sealed class Planted(Func<string, object?> run, params string[] words) : TextTarget
    {
        public override string Name => "planted";

        protected override IReadOnlyList<string> OwnWords => ["!", .. words];

        protected override IEnumerable<string> Texts => ["seed"];

        protected override object? Run(string text) => run(text);

        protected override string Judge(string text, object? result) => $"ok {result}";
    }
}

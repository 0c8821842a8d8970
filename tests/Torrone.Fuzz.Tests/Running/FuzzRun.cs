using System.Diagnostics;

namespace Torrone.Fuzz.Tests.Running;

/// <summary>
/// Gives a target its seeds and its corpus, then inputs made of them by a seeded generator: the same seed, target and corpus give the same
/// inputs. Nobody sees which code an input reaches, so what came of it stands in for that: an input with a new outcome is built upon.
/// </summary>
internal sealed class FuzzRun(FuzzTarget target, int seed, int inputs)
{
    private const int MostKept = 1_500;
    private const int MostOutcomes = 50_000;

    // Threads of the server have not more: what needs more ends the process there, and so here.
    private const int Stack = 1024 * 1024;

    private readonly List<byte[]> pool = [];
    private readonly List<byte[]> good = [];
    private readonly HashSet<ulong> outcomes = [];
    private readonly Random random = new(seed);
    private byte[] current = [];
    private long count;
    private int taken;
    private long poolBytes;
    private long slowest;
    private long mostAllocated;
    private long grown;
    private Exception? failure;

    /// <summary>How long one input may take before it counts as a hang. Far above what any takes on a busy machine.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How much more memory may be held at the end than after a quarter, in bytes, beside the inputs kept.</summary>
    public long MostGrown { get; init; } = 8 * 1024 * 1024;

    /// <summary>Inputs whose outcome no seed and no corpus had.</summary>
    public List<byte[]> News { get; } = [];

    /// <exception cref="FuzzException">An input threw, lied, hung or cost too much, or the run left memory behind.</exception>
    public FuzzReport Execute()
    {
        var begun = Stopwatch.GetTimestamp();
        Thread worker = new(Work, Stack) { IsBackground = true, Name = target.Name };
        worker.Start();
        Watch(worker);
        if (failure is not null)
        {
            throw new FuzzException($"{target.Name}, seed {seed}, input {count:N0}: {failure.Message}\nAs a line of the corpus:\n{Corpus.Line(current)}\n", failure);
        }

        FuzzReport report = new(target.Name, (int)count, taken, outcomes.Count, News.Count, Stopwatch.GetElapsedTime(begun),
            Stopwatch.GetElapsedTime(0, slowest), mostAllocated, grown);
        return grown <= MostGrown ? report : throw new FuzzException($"Memory is left behind, {report}");
    }

    private void Watch(Thread worker)
    {
        var seen = -1L;
        var since = Stopwatch.GetTimestamp();
        while (!worker.Join(200))
        {
            var now = Interlocked.Read(ref count);
            if (now != seen)
            {
                (seen, since) = (now, Stopwatch.GetTimestamp());
            }
            else if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                failure = new TimeoutException($"still at work after {Patience.TotalSeconds:F0} s");
                return;
            }
        }
    }

    private void Work()
    {
        try
        {
            foreach (var seeded in target.Seeds.Concat(Corpus.Read(target.Name)))
            {
                Try(seeded, isNew: false);
            }

            var before = 0L;
            for (var round = 0; round < inputs; round++)
            {
                if (round == inputs / 4)
                {
                    before = GC.GetTotalMemory(forceFullCollection: true) - poolBytes;
                }

                var input = target.Mutate(random, Pick(), Pick());
                Try(input.Length > target.Longest ? input[..target.Longest] : input, isNew: true);
            }

            grown = Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - poolBytes - before);
        }
        catch (Exception e)
        {
            failure = e;
        }
    }

    private void Try(byte[] input, bool isNew)
    {
        current = input;
        Interlocked.Increment(ref count);
        var begun = Stopwatch.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = target.Run(input);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        slowest = Math.Max(slowest, Stopwatch.GetTimestamp() - begun);
        mostAllocated = Math.Max(mostAllocated, allocated);
        if (allocated > target.MostAllocated)
        {
            throw new FuzzException($"it costs {allocated:N0} bytes of memory");
        }

        var outcome = target.Judge(input, result);
        var isTaken = outcome.StartsWith("ok", StringComparison.Ordinal);
        taken += isTaken ? 1 : 0;
        var isKnown = outcomes.Count >= MostOutcomes || !outcomes.Add(Fingerprint(outcome)) || pool.Count >= MostKept;
        if (isKnown && isNew)
        {
            return;
        }

        pool.Add(input);
        poolBytes += input.Length;
        if (isTaken)
        {
            good.Add(input);
        }

        if (isNew)
        {
            News.Add(input);
        }
    }

    // The language's own differs from process to process, and with it the inputs would.
    private static ulong Fingerprint(string text) => text.Aggregate(14695981039346656037ul, (hash, c) => unchecked((hash ^ c) * 1099511628211ul));

    // Mostly what was taken, as most changes break something; often one of the newest, which few inputs were made of.
    private byte[] Pick()
    {
        var from = good.Count > 0 && random.Next(3) > 0 ? good : pool;
        return from[random.Next(2) == 0 ? random.Next(from.Count) : Math.Max(0, from.Count - 1 - random.Next(32))];
    }
}

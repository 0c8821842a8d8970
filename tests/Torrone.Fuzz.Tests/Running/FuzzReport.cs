using System.Globalization;

namespace Torrone.Fuzz.Tests.Running;

/// <summary>What a run saw. <paramref name="Grown"/> is memory at the end beyond that of the beginning, without the inputs that were kept.</summary>
internal sealed record FuzzReport(
    string Target, int Inputs, int Taken, int Outcomes, int Kept, TimeSpan Elapsed, TimeSpan Slowest, long MostAllocated, long Grown)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"""
         {Target}: {Inputs:N0} inputs in {Elapsed.TotalSeconds:F1} s ({Inputs / Elapsed.TotalSeconds:N0}/s), {100.0 * Taken / Inputs:F1} % taken, {Outcomes:N0} outcomes, {Kept:N0} kept; slowest {Slowest.TotalMilliseconds:F0} ms, most allocated {MostAllocated / 1024.0:N0} KiB, grown by {Grown / 1024.0:N0} KiB
         """);
}

using FsCheck;
using FsCheck.Fluent;
using Torrone.Server.ApiKeys;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>What counts as a burst: against a count by brute force, and by example.</summary>
public sealed class PushBurstTests
{
    private const long Minute = 60_000;

    [Fact]
    public void The_first_push_is_one_beyond_nothing() => Assert.Equal(1, PushBurst.BeyondPast([], 7, Minute));

    [Fact]
    public void As_many_as_ever_is_nothing_new()
    {
        PastPush[] past = [.. Enumerable.Range(1, 5).Select(i => new PastPush(i, i)), .. Enumerable.Range(1, 4).Select(i => new PastPush((60 * Minute) + i, 10 + i))];
        Assert.Equal(0, PushBurst.BeyondPast(past, 99, 61 * Minute));
        Assert.Equal(-1, PushBurst.BeyondPast(past, 11, 61 * Minute));
        Assert.Equal(-4, PushBurst.BeyondPast(past, 99, 90 * Minute));
    }

    [Fact]
    public void Many_versions_of_one_package_are_no_burst() =>
        Assert.Equal(1, PushBurst.BeyondPast([.. Enumerable.Range(1, 500).Select(i => new PastPush(i, 3))], 3, 501));

    [Fact]
    public void It_counts_as_one_would_by_hand()
    {
        Gen<PastPush[]> pasts =
            from count in Gen.Choose(0, 40)
            from times in Gen.ListOf(Gen.Choose(0, 60), count)
            from packages in Gen.ListOf(Gen.Choose(1, 8), count)
            select times.Order().Zip(packages, (time, package) => new PastPush(time * Minute, package)).ToArray();
        Prop.ForAll(pasts.ToArbitrary(), Gen.Choose(0, 9).ToArbitrary(), (past, package) =>
        {
            long now = 60 * Minute;
            int recent = past.Where(p => p.At > now - PushBurst.Window).Select(p => p.PackageId).Append(package).Distinct().Count();
            PastPush[] before = [.. past.Where(p => p.At <= now - PushBurst.Window)];
            int most = before.Length == 0 ? 0 : before.Max(last => before
                .Where(p => p.At <= last.At && p.At > last.At - PushBurst.Window).Select(p => p.PackageId).Distinct().Count());
            return PushBurst.BeyondPast(past, package, now) == recent - most;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }
}

using Torrone.Server.ApiKeys;
using Torrone.Server.Data;
using Torrone.Server.Http;

namespace Torrone.Server.Packages.Push;

/// <summary>What a push costs the key that makes it: a single use is used up, and unusual speed freezes. In the push's own transaction.</summary>
public sealed class KeyToll(FreezeKey freeze)
{
    // More than anybody pushes with one key in its year; older pushes only make a key's past look smaller.
    private const int MostHistory = 5_000;

    /// <summary>Takes the key's row when two pushes at once could each miss what the other does. Before the key is read.</summary>
    public Task TakeAsync(WriteTransaction write, PresentedKey? key) =>
        key is not null && (key.SingleUse != 0 || freeze.Watches(key)) ? SingleUseKeys.TakeAsync(write, key) : Task.CompletedTask;

    /// <summary>Null when the push may go on; else why not, and then nothing more may be written but what this wrote.</summary>
    /// <param name="pusher">With the key as it is in this transaction.</param>
    public async Task<Refusal?> PayAsync(WriteTransaction write, Pusher pusher, KeyQuestion question, KeyDecision decision)
    {
        if (pusher.Key is not { } key)
        {
            return null;
        }

        if (freeze.Limit(decision.FreezeNewIds) is > 0 and var limit && question.Now - (key.ReleasedAt ?? 0) > PushBurst.Grace
            && await PackagesAsync(write, key, question) is var (packages, beyond) && beyond > limit)
        {
            await freeze.RunAsync(write, key, pusher.Actor, packages, pusher.Site);
            return KeyRefusals.Frozen;
        }

        return await SingleUseKeys.TryUseUpAsync(write, key, question) ? null : KeyRefusals.UsedUp(key.UsedUpAt ?? question.Now);
    }

    private static async Task<(int Packages, int Beyond)> PackagesAsync(WriteTransaction write, PresentedKey key, KeyQuestion question)
    {
        List<Row> rows = await write.QueryAsync<Row>(
            "SELECT received_at, package_id FROM versions WHERE key_id = @KeyId ORDER BY received_at DESC, id DESC LIMIT @MostHistory",
            new { key.KeyId, MostHistory });
        rows.Reverse();
        // A new id has no number yet, and none is below one.
        long package = await write.ScalarAsync<long?>("SELECT id FROM packages WHERE feed_id = @FeedId AND lower_id = @id",
            new { question.FeedId, id = question.PackageId.ToLowerInvariant() }) ?? 0;
        PastPush[] past = [.. rows.Select(r => new PastPush(r.ReceivedAt, r.PackageId))];
        int packages = past.Where(p => p.At > question.Now - PushBurst.Window).Select(p => p.PackageId).Append(package).Distinct().Count();
        return (packages, PushBurst.BeyondPast(past, package, question.Now));
    }

    private sealed class Row
    {
        public long ReceivedAt { get; init; }

        public long PackageId { get; init; }
    }
}

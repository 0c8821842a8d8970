using Torrone.NuGet.Identity;
using Torrone.Server.ApiKeys;
using Torrone.Server.Data;
using Torrone.Server.Http;
using Torrone.Server.Log;
using Torrone.Server.Packages.Push;

namespace Torrone.Server.Packages.Unlist;

/// <summary>Hides a version from search, or shows it again. Its bytes stay where lock files expect them.</summary>
public sealed class SetListed(Database database, EventLog log, LogTail tail, TimeProvider clock)
{
    /// <summary>Sets the flag; setting what is already so changes nothing and is no error.</summary>
    /// <returns>Null when done, else why not. What one may not change is refused before it is said whether it exists.</returns>
    public async Task<Refusal?> RunAsync(long feedId, string id, string version, bool listed, Pusher who, CancellationToken cancellation)
    {
        if (!PackageId.TryParse(id, out PackageId? packageId) || !PackageVersion.TryParse(version, out PackageVersion? packageVersion))
        {
            return NotFound(id, version);
        }

        (Refusal? refusal, long sequence) = await database.WriteAsync(
            write => SetAsync(write, feedId, packageId, packageVersion, listed, who), cancellation);
        if (sequence > 0)
        {
            await tail.CatchUpAsync(sequence);
        }

        return refusal;
    }

    private async Task<(Refusal? Refusal, long Sequence)> SetAsync(
        WriteTransaction write, long feedId, PackageId id, PackageVersion version, bool listed, Pusher who)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        PackageStanding standing = await PackageStandings.TakeAsync(write, feedId, id.Lower);
        who = await who.CurrentAsync(write);
        KeyQuestion question = new(listed ? KeyOperation.Relist : KeyOperation.Unlist, feedId, id.Original, standing, now)
        {
            LowerVersion = version.Lower, Address = who.Address, SessionId = who.SessionId,
        };
        if (Decide(who, question) is { } refusal)
        {
            return (refusal, 0);
        }

        Row? row = standing.Exists ? await write.FirstOrDefaultAsync<Row>(
            """
            SELECT v.id, v.listed FROM versions v JOIN packages p ON p.id = v.package_id
            WHERE p.feed_id = @feedId AND p.lower_id = @id AND v.lower_version = @version AND v.state = 'available'
            """, new { feedId, id = id.Lower, version = version.Lower }) : null;
        if (row is null)
        {
            return (NotFound(id.Original, version.Original), 0);
        }

        long flag = listed ? 1 : 0;
        if (row.Listed == flag)
        {
            return (null, 0);
        }

        // Between two at the same moment the key's row decides, which the loser finds used up.
        if (who.Key is { } key && !await SingleUseKeys.TryUseUpAsync(write, key, question))
        {
            return (KeyRefusals.UsedUp(now), 0);
        }

        await write.ExecuteAsync("UPDATE versions SET listed = @flag, changed_at = @now WHERE id = @id", new { flag, now, id = row.Id });
        return (null, await log.AppendAsync(write, new LogEvent(listed ? LogTypes.VersionListed : LogTypes.VersionUnlisted, 1, feedId,
            id.Lower, version.Lower, who.Actor.PublicId, who.Actor.RequestId)));
    }

    private static Refusal? Decide(Pusher who, KeyQuestion question)
    {
        if (who.Key is { } key)
        {
            return KeyEvaluation.Decide(key, question).Refusal;
        }

        return question.Standing.OwnerIds.Any(who.ActsFor.Contains)
            ? null
            : new Refusal(StatusCodes.Status403Forbidden, "not-owner", PackagesText.Text.English("NotOwner", question.PackageId));
    }

    /// <summary>There is no such version to be listed or unlisted.</summary>
    internal static Refusal NotFound(string id, string version) => new(StatusCodes.Status404NotFound, "version-missing",
        PackagesText.Text.English("VersionMissing", id, version))
    {
        Localized = () => PackagesText.Text.Format("VersionMissing", id, version),
    };

    private sealed class Row
    {
        public long Id { get; init; }

        public long Listed { get; init; }
    }
}

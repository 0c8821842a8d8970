using Torrone.NuGet.Identity;
using Torrone.NuGet.V3;
using Torrone.Server.ApiKeys;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Http;
using Torrone.Server.Log;
using Torrone.Server.Packages.Push;
using Torrone.Server.Packages.Unlist;

namespace Torrone.Server.Packages.Deprecate;

/// <summary>
/// Says of versions that they should no longer be used, and why, or takes that back; all of them or none. They stay where they are:
/// restore goes on working, and clients warn. By the package's owners, or a key that may unlist each of the versions.
/// </summary>
public sealed class DeprecateVersions(Database database, EventLog log, LogTail tail, AuditLog audit, TimeProvider clock)
{
    // So many versions are named in an audit row; the log has a row for each.
    private const int MostNamed = 20;

    /// <summary>Sets it. Saying what is said already changes nothing and is no error.</summary>
    /// <returns>Null when done, else why not. What one may not change is refused before it is said whether it exists.</returns>
    public async Task<Refusal?> RunAsync(long feedId, string id, DeprecationRequest request, Pusher who, CancellationToken cancellation = default)
    {
        if (!PackageId.TryParse(id, out PackageId? packageId))
        {
            return SetListed.NotFound(id, request.Versions is [var first, ..] ? first : "");
        }

        (Deprecation? deprecation, Refusal? refusal) = DeprecationRules.Read(packageId, request);
        if (refusal is not null)
        {
            return refusal;
        }

        Dictionary<string, PackageVersion> versions = [];
        foreach (string version in request.Versions)
        {
            if (!PackageVersion.TryParse(version, out PackageVersion? parsed))
            {
                return SetListed.NotFound(id, version ?? "");
            }

            versions.TryAdd(parsed.Lower, parsed);
        }

        (refusal, long sequence) = await database.WriteAsync(
            write => SetAsync(write, feedId, packageId, [.. versions.Values.Order()], deprecation, request.Listing, who), cancellation);
        if (sequence > 0)
        {
            await tail.CatchUpAsync(sequence);
        }

        return refusal;
    }

    private async Task<(Refusal? Refusal, long Sequence)> SetAsync(
        WriteTransaction write, long feedId, PackageId id, PackageVersion[] versions, Deprecation? deprecation, ListingChange listing, Pusher who)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        PackageStanding standing = await PackageStandings.TakeAsync(write, feedId, id.Lower);
        who = await who.CurrentAsync(write);
        KeyQuestion[] questions = Array.ConvertAll(versions, v => new KeyQuestion(KeyOperation.Deprecate, feedId, id.Original, standing, now)
        {
            LowerVersion = v.Lower, Address = who.Address, SessionId = who.SessionId,
        });
        if (Decide(who, questions) is { } refusal)
        {
            return (refusal, 0);
        }

        Dictionary<string, Row> rows = standing.Exists ? (await write.QueryAsync<Row>(
            """
            SELECT v.id, v.lower_version, v.listed, v.deprecation FROM versions v JOIN packages p ON p.id = v.package_id
            WHERE p.feed_id = @feedId AND p.lower_id = @id AND v.state = 'available'
            """, new { feedId, id = id.Lower })).ToDictionary(r => r.LowerVersion) : [];
        if (Array.Find(versions, v => !rows.ContainsKey(v.Lower)) is { } missing)
        {
            return (SetListed.NotFound(id.Original, missing.Original), 0);
        }

        string? json = DeprecationJson.Write(deprecation);
        PackageVersion[] said = Array.FindAll(versions, v => rows[v.Lower].Deprecation != json);
        long? flag = listing == ListingChange.Unchanged ? null : listing == ListingChange.Relist ? 1 : 0;
        PackageVersion[] moved = flag is null ? [] : Array.FindAll(versions, v => rows[v.Lower].Listed != flag);
        if (said.Length + moved.Length == 0)
        {
            return (null, 0);
        }

        // Between two at the same moment the key's row decides, which the loser finds used up.
        if (who.Key is { } key && !await SingleUseKeys.TryUseUpAsync(write, key, questions[0]))
        {
            return (KeyRefusals.UsedUp(now), 0);
        }

        foreach (PackageVersion version in said)
        {
            await write.ExecuteAsync("UPDATE versions SET deprecation = @json, changed_at = @now WHERE id = @Id", new { json, now, rows[version.Lower].Id });
        }

        foreach (PackageVersion version in moved)
        {
            await write.ExecuteAsync("UPDATE versions SET listed = @flag, changed_at = @now WHERE id = @Id", new { flag, now, rows[version.Lower].Id });
        }

        await NoteAsync(write, id, said.Length > 0 ? said : moved, deprecation, standing, who.Actor);
        return (null, await LogAsync(write, feedId, id, said, moved, json, flag == 1, who.Actor));
    }

    private async Task<long> LogAsync(
        WriteTransaction write, long feedId, PackageId id, PackageVersion[] said, PackageVersion[] moved, string? json, bool listed, Actor actor)
    {
        long sequence = 0;
        string type = json is null ? LogTypes.VersionUndeprecated : LogTypes.VersionDeprecated;
        foreach (PackageVersion version in said)
        {
            sequence = await log.AppendAsync(write, new LogEvent(type, 1, feedId, id.Lower, version.Lower, actor.PublicId, actor.RequestId, json ?? "{}"));
        }

        foreach (PackageVersion version in moved)
        {
            sequence = await log.AppendAsync(write, new LogEvent(listed ? LogTypes.VersionListed : LogTypes.VersionUnlisted, 1, feedId,
                id.Lower, version.Lower, actor.PublicId, actor.RequestId));
        }

        return sequence;
    }

    private async Task NoteAsync(WriteTransaction write, PackageId id, PackageVersion[] versions, Deprecation? deprecation, PackageStanding standing, Actor actor)
    {
        string named = string.Join(", ", versions.Take(MostNamed).Select(v => v.Normalized)) + (versions.Length > MostNamed ? ", …" : "");
        long?[] concerned = [.. standing.OwnerIds.Where(o => o != actor.PrincipalId).Select(o => (long?)o)];
        foreach (long? owner in concerned.Length > 0 ? concerned : [null])
        {
            await audit.WriteAsync(write, new AuditEntry(
                deprecation is null ? "package.undeprecated" : "package.deprecated", actor, "package", id.Original, owner, After: named));
        }
    }

    private static Refusal? Decide(Pusher who, KeyQuestion[] questions)
    {
        if (who.Key is { } key)
        {
            return key.SingleUse != 0 && questions.Length > 1
                ? new Refusal(StatusCodes.Status403Forbidden, "single-use", PackagesText.Text.English("Deprecate.SingleUse"))
                : questions.Select(q => KeyEvaluation.Decide(key, q).Refusal).FirstOrDefault(r => r is not null);
        }

        return questions[0].Standing.OwnerIds.Any(who.ActsFor.Contains)
            ? null
            : new Refusal(StatusCodes.Status403Forbidden, "not-owner", PackagesText.Text.English("Deprecate.NotOwner", questions[0].PackageId))
            {
                Localized = () => PackagesText.Text.Format("Deprecate.NotOwner", questions[0].PackageId),
            };
    }

    private sealed class Row
    {
        public long Id { get; init; }

        public string LowerVersion { get; init; } = "";

        public long Listed { get; init; }

        public string? Deprecation { get; init; }
    }
}

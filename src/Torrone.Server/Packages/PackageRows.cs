using System.Text.Json;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.Server.Data;
using Torrone.Server.Log;
using Torrone.Server.Packages.Push;
using Torrone.Storage;

namespace Torrone.Server.Packages;

/// <summary>The rows of a new version: blob, package, owner, version, log, in the one transaction that publishes it.</summary>
internal sealed class PackageRows(EventLog log, TimeProvider clock)
{
    /// <summary>Writes the version and what goes with it.</summary>
    /// <returns>The log's sequence.</returns>
    /// <param name="isNew">As the package's standing had it, read after taking its row.</param>
    /// <exception cref="System.Data.Common.DbException">A unique violation: the version is there already.</exception>
    /// <exception cref="OvertakenException">Somebody else made the new id first, and may own it.</exception>
    public async Task<long> InsertAsync(
        WriteTransaction write, long feedId, PackageManifest manifest, SpooledBlob spool, Pusher pusher, long ownerId, bool isNew)
    {
        PackageId id = PackageId.TryParse(manifest.Id, out PackageId? i) ? i : throw new InvalidDataException("An inspected manifest has a legal id.");
        PackageVersion version = PackageVersion.TryParse(manifest.Version, out PackageVersion? v)
            ? v
            : throw new InvalidDataException("An inspected manifest has a legal version.");
        long now = Now();
        long packageId = await write.ScalarAsync<long?>(
            isNew
                ? """
                  INSERT INTO packages (feed_id, lower_id, display_id, created_at) VALUES (@feedId, @lower, @display, @now)
                  ON CONFLICT (feed_id, lower_id) DO NOTHING RETURNING id
                  """
                : "UPDATE packages SET display_id = @display WHERE feed_id = @feedId AND lower_id = @lower RETURNING id",
            new { feedId, lower = id.Lower, display = id.Original, now }) ?? throw new OvertakenException();
        if (isNew)
        {
            await write.ExecuteAsync("INSERT INTO package_owners (package_id, principal_id, since) VALUES (@packageId, @ownerId, @now)",
                new { packageId, ownerId, now });
        }

        await write.ExecuteAsync(
            """
            INSERT INTO versions (package_id, lower_version, normalized, original, prerelease, semver2, listed, state, origin, manifest, size,
                hash_pushed, hash_served, blob_hash, first_published_at, received_at, changed_at, pushed_by, key_id, session_id)
            VALUES (@packageId, @lower, @normalized, @original, @prerelease, @semver2, 1, 'available', 'pushed', @manifest, @size,
                @sha512, @sha512, @sha256, @now, @now, @now, @pushedBy, @keyId, @sessionId)
            """, new
            {
                packageId,
                lower = version.Lower,
                normalized = version.Normalized,
                original = version.Original,
                prerelease = version.IsPrerelease ? 1L : 0L,
                semver2 = manifest.IsSemVer2Only || version.IsSemVer2 ? 1L : 0L,
                manifest = ManifestJson.Serialize(manifest),
                size = spool.Size,
                sha512 = spool.Sha512,
                sha256 = spool.Sha256.ToArray(),
                now,
                pushedBy = pusher.PrincipalId,
                keyId = pusher.Key?.KeyId,
                sessionId = pusher.SessionId,
            });
        return await log.AppendAsync(write, new LogEvent(LogTypes.VersionPushed, 1, feedId, id.Lower, version.Lower, pusher.Actor.PublicId,
            pusher.Actor.RequestId, Payload(id, version, spool, now)));
    }

    /// <summary>True when this key pushed these very bytes in this very client session: the client's own retry.</summary>
    public static async Task<bool> IsReplayAsync(DbSession read, long feedId, PackageManifest manifest, byte[] sha512, Pusher pusher)
    {
        if (pusher is not { Key: { } key, SessionId.Length: > 0 } || !TryIdentity(manifest, out string lowerId, out string lowerVersion))
        {
            return false;
        }

        return await read.ScalarAsync<long>(
            """
            SELECT count(*) FROM versions v JOIN packages p ON p.id = v.package_id
            WHERE p.feed_id = @feedId AND p.lower_id = @lowerId AND v.lower_version = @lowerVersion
            AND v.state = 'available' AND v.key_id = @keyId AND v.session_id = @sessionId AND v.hash_pushed = @sha512
            """, new { feedId, lowerId, lowerVersion, keyId = key.KeyId, sessionId = pusher.SessionId, sha512 }) > 0;
    }

    /// <summary>True when the version is there, in whatever state: its id and version are never free again.</summary>
    public static async Task<bool> ExistsAsync(DbSession read, long feedId, PackageManifest manifest) =>
        TryIdentity(manifest, out string lowerId, out string lowerVersion) && await read.ScalarAsync<long>(
            """
            SELECT count(*) FROM versions v JOIN packages p ON p.id = v.package_id
            WHERE p.feed_id = @feedId AND p.lower_id = @lowerId AND v.lower_version = @lowerVersion
            """, new { feedId, lowerId, lowerVersion }) > 0;

    /// <summary>True when id and version are legal, as those of an inspected manifest are.</summary>
    public static bool IsLegal(PackageManifest manifest) => TryIdentity(manifest, out _, out _);

    private static bool TryIdentity(PackageManifest manifest, out string lowerId, out string lowerVersion)
    {
        bool good = PackageId.TryParse(manifest.Id, out PackageId? id) & PackageVersion.TryParse(manifest.Version, out PackageVersion? version);
        lowerId = id?.Lower ?? "";
        lowerVersion = version?.Lower ?? "";
        return good;
    }

    private static string Payload(PackageId id, PackageVersion version, SpooledBlob spool, long now)
    {
        using MemoryStream memory = new();
        using (Utf8JsonWriter json = new(memory))
        {
            json.WriteStartObject();
            json.WriteString("id", id.Original);
            json.WriteString("version", version.Original);
            json.WriteString("packageHash", Convert.ToBase64String(spool.Sha512));
            json.WriteNumber("packageSize", spool.Size);
            json.WriteNumber("published", now);
            json.WriteBoolean("listed", true);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(memory.ToArray());
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}

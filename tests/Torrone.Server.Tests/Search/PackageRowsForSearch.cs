using System.Security.Cryptography;
using System.Text;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.Server.Data;
using Torrone.Server.Log;
using Xunit;

namespace Torrone.Server.Tests.Search;

/// <summary>Writes the rows that a push writes, without an archive.</summary>
internal static class PackageRowsForSearch
{
    public static async Task<bool> InsertAsync(WriteTransaction write, EventLog log, long feedId, PackageManifest manifest, long downloads, string[] owners)
    {
        Assert.True(PackageVersion.TryParse(manifest.Version, out PackageVersion? version));
        string lowerId = manifest.Id.ToLowerInvariant();
        long packageId = await write.ScalarAsync<long>(
            """
            INSERT INTO packages (feed_id, lower_id, display_id, created_at, downloads) VALUES (@feedId, @lowerId, @Id, 0, @downloads)
            ON CONFLICT (feed_id, lower_id) DO UPDATE SET display_id = excluded.display_id, downloads = downloads + excluded.downloads RETURNING id
            """, new { feedId, lowerId, manifest.Id, downloads });
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(lowerId + version.Lower));
        await write.ExecuteAsync("INSERT INTO blobs (hash, size, touched_at) VALUES (@hash, 1, 0)", new { hash });
        await write.ExecuteAsync(
            """
            INSERT INTO versions (package_id, lower_version, normalized, original, prerelease, semver2, listed, state, origin, manifest, size,
                hash_pushed, hash_served, blob_hash, first_published_at, received_at, changed_at, downloads)
            VALUES (@packageId, @Lower, @Normalized, @Original, @prerelease, @semver2, 1, 'available', 'pushed', @json, 1,
                @hash, @hash, @hash, 1000, 1000, 1000, @downloads)
            """, new
            {
                packageId, version.Lower, version.Normalized, version.Original, prerelease = version.IsPrerelease ? 1 : 0,
                semver2 = manifest.IsSemVer2Only ? 1 : 0, json = ManifestJson.Serialize(manifest), hash, downloads,
            });
        foreach (string owner in owners)
        {
            long principalId = await write.ScalarAsync<long>(
                """
                INSERT INTO principals (public_id, kind, name, lower_name, created_at) VALUES (@publicId, 0, @owner, @lower, 0)
                ON CONFLICT (lower_name) DO UPDATE SET name = principals.name RETURNING id
                """, new { publicId = PublicId.New(), owner, lower = owner.ToLowerInvariant() });
            await write.ExecuteAsync(
                "INSERT INTO package_owners (package_id, principal_id, since) VALUES (@packageId, @principalId, 0) ON CONFLICT DO NOTHING",
                new { packageId, principalId });
        }

        await log.AppendAsync(write, new LogEvent(LogTypes.VersionPushed, 1, feedId, lowerId, version.Lower, null, null));
        return true;
    }
}

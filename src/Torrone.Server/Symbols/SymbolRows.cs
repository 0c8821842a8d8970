using Torrone.Server.Data;
using Torrone.Server.Packages.Push;
using Torrone.Storage;

namespace Torrone.Server.Symbols;

/// <summary>The rows of a version's symbols.</summary>
internal static class SymbolRows
{
    /// <summary>The version that symbols belong to; null when it may not be downloaded.</summary>
    public static Task<ParentVersion?> ParentAsync(DbSession read, long feedId, string lowerId, string lowerVersion) =>
        read.FirstOrDefaultAsync<ParentVersion>(
            """
            SELECT v.id, v.blob_hash, s.hash_pushed, s.key_id, s.session_id FROM versions v JOIN packages p ON p.id = v.package_id
            LEFT JOIN symbol_packages s ON s.version_id = v.id
            WHERE p.feed_id = @feedId AND p.lower_id = @lowerId AND v.lower_version = @lowerVersion AND v.state = 'available'
            """, new { feedId, lowerId, lowerVersion });

    public static async Task InsertAsync(
        WriteTransaction write, long versionId, SpooledBlob package, IReadOnlyList<PreparedPdb> files, Pusher pusher, long now)
    {
        await write.ExecuteAsync(
            """
            INSERT INTO symbol_packages (version_id, hash_pushed, size, received_at, pushed_by, key_id, session_id)
            VALUES (@versionId, @hash, @Size, @now, @PrincipalId, @key, @SessionId)
            """, new { versionId, hash = package.Sha512, package.Size, now, pusher.PrincipalId, key = pusher.Key?.KeyId, pusher.SessionId });
        await write.ExecuteAsync(
            """
            INSERT INTO symbol_files (version_id, lower_name, lower_key, checksum, size, blob_hash)
            VALUES (@versionId, @LowerName, @Key, @Checksum, @Size, @blob)
            """, files.Select(f => new
            {
                versionId, f.LowerName, f.Identity.Key, f.Identity.Checksum, f.Spool.Size, blob = f.Spool.Sha256.ToArray(),
            }));
    }
}

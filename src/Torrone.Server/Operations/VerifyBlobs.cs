using System.Security.Cryptography;
using Torrone.Server.Data;
using Torrone.Storage;

namespace Torrone.Server.Operations;

/// <summary>Reads every blob that a version or its symbols name, once, and computes its hashes again.</summary>
public sealed class VerifyBlobs(Database database, IBlobStore store)
{
    private const int Batch = 200;
    private const int BufferSize = 128 * 1024;

    internal async Task RunAsync(VerifyReport report, CancellationToken cancellation)
    {
        BlobUse last = new();
        BlobFinding finding = new(null, 0, []);
        while (await NextAsync(last, cancellation) is { Count: > 0 } uses)
        {
            foreach (BlobUse use in uses)
            {
                if (!use.BlobHash.AsSpan().SequenceEqual(last.BlobHash))
                {
                    finding = await ReadAsync(new BlobHash(use.BlobHash), cancellation);
                    report.Blobs++;
                    report.Bytes += finding.Size;
                }

                Compare(use, finding, report);
                report.Versions += use.HashServed is null ? 0 : 1;
                last = use;
            }
        }

        await CountOrphansAsync(report, cancellation);
    }

    private static void Compare(BlobUse use, BlobFinding found, VerifyReport report)
    {
        BlobHash hash = new(use.BlobHash);
        if (found.Sha256 is null)
        {
            report.Add("BlobMissing", use.LowerId, use.LowerVersion, hash);
        }
        else if (found.Sha256 != hash)
        {
            report.Add("BlobChanged", use.LowerId, use.LowerVersion, hash, found.Sha256);
        }
        else if (found.Size != use.Size)
        {
            report.Add("SizeDiffers", use.LowerId, use.LowerVersion, use.Size, found.Size);
        }
        else if (use.HashServed is not null && !found.Sha512.AsSpan().SequenceEqual(use.HashServed))
        {
            report.Add("HashServedDiffers", use.LowerId, use.LowerVersion);
        }
    }

    private Task<List<BlobUse>> NextAsync(BlobUse after, CancellationToken cancellation) => database.ReadAsync(read => read.QueryAsync<BlobUse>(
        """
        SELECT u.id, u.blob_hash, u.hash_served, u.size, p.lower_id, v.lower_version FROM (
            SELECT id, blob_hash, hash_served, size FROM versions
            UNION ALL
            SELECT version_id AS id, blob_hash, NULL AS hash_served, size FROM symbol_files
        ) u JOIN versions v ON v.id = u.id JOIN packages p ON p.id = v.package_id
        WHERE v.state <> 'deleted' AND (u.blob_hash > @BlobHash OR (u.blob_hash = @BlobHash AND u.id > @Id))
        ORDER BY u.blob_hash, u.id LIMIT @Batch
        """, new { after.BlobHash, after.Id, Batch }), cancellation);

    private async Task<BlobFinding> ReadAsync(BlobHash hash, CancellationToken cancellation)
    {
        await using Stream? bytes = await store.OpenReadAsync(hash, cancellation);
        if (bytes is null)
        {
            return new BlobFinding(null, 0, []);
        }

        using IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using IncrementalHash sha512 = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        byte[] buffer = new byte[BufferSize];
        long size = 0;
        for (int read; (read = await bytes.ReadAsync(buffer, cancellation)) > 0; size += read)
        {
            sha256.AppendData(buffer, 0, read);
            sha512.AppendData(buffer, 0, read);
        }

        return new BlobFinding(new BlobHash(sha256.GetHashAndReset()), size, sha512.GetHashAndReset());
    }

    private async Task CountOrphansAsync(VerifyReport report, CancellationToken cancellation)
    {
        await foreach (BlobInfo blob in store.ListAsync(cancellation))
        {
            byte[] hash = blob.Hash.ToArray();
            bool used = await database.ReadAsync(read => read.ScalarAsync<long>(
                """
                SELECT CASE WHEN EXISTS (SELECT 1 FROM versions WHERE blob_hash = @hash AND state <> 'deleted')
                    OR EXISTS (SELECT 1 FROM symbol_files f JOIN versions v ON v.id = f.version_id WHERE f.blob_hash = @hash AND v.state <> 'deleted')
                    OR EXISTS (SELECT 1 FROM uploads WHERE blob_hash = @hash) THEN 1 ELSE 0 END
                """, new { hash }), cancellation) == 1;
            report.OrphanBlobs += used ? 0 : 1;
        }
    }

    private sealed record BlobFinding(BlobHash? Sha256, long Size, byte[] Sha512);

    private sealed class BlobUse
    {
        public long Id { get; init; }

        public byte[] BlobHash { get; init; } = [];

        /// <summary>SHA-512 of a package; null for symbols, whose SHA-256 says enough.</summary>
        public byte[]? HashServed { get; init; }

        public long Size { get; init; }

        public string LowerId { get; init; } = "";

        public string LowerVersion { get; init; } = "";
    }
}

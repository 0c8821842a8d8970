using Torrone.NuGet.Archives;
using Torrone.Server.Data;
using Torrone.Server.Settings;
using Torrone.Storage;

namespace Torrone.Server.Packages.Push;

/// <summary>
/// Packages that a person has uploaded and not yet confirmed. They lie in the blob store, so that the confirmation may reach another
/// node, and end after a day.
/// </summary>
public sealed class StagedUploads(
    Database database, IBlobStore blobs, PushPackage push, InspectPackage inspect, TorroneSettings settings, TimeProvider clock)
{
    // Each may be as large as a package may be.
    private const int MostPerPerson = 10;
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);

    /// <summary>Takes the file in and looks into it.</summary>
    /// <returns>What was found; <see cref="StagedUpload.PublicId"/> is null when its problems forbid publishing, and then nothing is kept.</returns>
    /// <exception cref="BlobTooLargeException">The file is longer than the site allows.</exception>
    public async Task<StagedUpload> StageAsync(Stream body, string fileName, Pusher person, CancellationToken cancellation)
    {
        await using SpooledBlob spool = await BlobSpool.SpoolAsync(body, blobs.SpoolFolder, push.MaxBytes, cancellation);
        PackageInspection inspection = await push.InspectAsync(spool, person, cancellation);
        if (inspection.Manifest is null)
        {
            return new StagedUpload(null, inspection, spool.Size);
        }

        string publicId = PublicId.New();
        while (true)
        {
            await blobs.PutAsync(spool, cancellation);
            try
            {
                await database.WriteAsync(write => KeepAsync(write, spool, publicId, fileName, person.PrincipalId), cancellation);
                return new StagedUpload(publicId, inspection, spool.Size);
            }
            catch (OvertakenException)
            {
                // The sweeper removed these bytes, which lay there unreferenced until now: again.
            }
        }
    }

    /// <summary>Looks again at what waits; null when it is not this person's, or over.</summary>
    public async Task<StagedUpload?> FindAsync(string publicId, Pusher person, CancellationToken cancellation)
    {
        BlobHash? hash = await HashAsync(publicId, person.PrincipalId, cancellation);
        Stream? stream = hash is { } blob ? await blobs.OpenReadAsync(blob, cancellation) : null;
        if (stream is null)
        {
            return null;
        }

        await using (stream)
        {
            return new StagedUpload(publicId, await inspect.RunAsync(stream, isSymbols: false, person, cancellation), stream.Length);
        }
    }

    /// <summary>Publishes what waits. It goes on waiting when it is refused, so that the person can mend the reason and try again.</summary>
    /// <returns>Null when there is nothing of that name for this person.</returns>
    public async Task<PushAnswer?> PublishAsync(string publicId, long feedId, Pusher person, CancellationToken cancellation)
    {
        BlobHash? hash = await HashAsync(publicId, person.PrincipalId, cancellation);
        Stream? stream = hash is { } blob ? await blobs.OpenReadAsync(blob, cancellation) : null;
        if (stream is null)
        {
            return null;
        }

        PushAnswer answer;
        await using (stream)
        {
            answer = await push.RunAsync(stream, feedId, person, cancellation);
        }

        if (answer.Refusal is null)
        {
            await DiscardAsync(publicId, person.PrincipalId, cancellation);
        }

        return answer;
    }

    /// <summary>Forgets what waits. The sweeper removes its bytes.</summary>
    public Task DiscardAsync(string publicId, long personId, CancellationToken cancellation) => database.WriteAsync(write =>
        write.ExecuteAsync("DELETE FROM uploads WHERE public_id = @publicId AND user_id = @personId", new { publicId, personId }), cancellation);

    /// <summary>The largest file that is taken, in MiB; for the page.</summary>
    public int MaxMiB => settings.MaxPackageMiB;

    private async Task KeepAsync(WriteTransaction write, SpooledBlob spool, string publicId, string fileName, long personId)
    {
        long now = Now();
        byte[] hash = spool.Sha256.ToArray();
        await BlobRows.TakeAsync(write, blobs, spool, now);
        await write.ExecuteAsync(
            """
            DELETE FROM uploads WHERE expires_at < @now OR (user_id = @personId AND public_id NOT IN
                (SELECT public_id FROM uploads WHERE user_id = @personId ORDER BY created_at DESC LIMIT @keep))
            """, new { now, personId, keep = MostPerPerson - 1 });
        await write.ExecuteAsync(
            """
            INSERT INTO uploads (public_id, user_id, blob_hash, hash_sha512, size, file_name, created_at, expires_at)
            VALUES (@publicId, @personId, @hash, @sha512, @size, @fileName, @now, @ends)
            """, new
            {
                publicId, personId, hash, sha512 = spool.Sha512, size = spool.Size,
                fileName = fileName.Length > 256 ? fileName[..256] : fileName, now, ends = now + (long)Life.TotalMilliseconds,
            });
    }

    private async Task<BlobHash?> HashAsync(string publicId, long personId, CancellationToken cancellation)
    {
        byte[]? hash = await database.ReadAsync(read => read.ScalarAsync<byte[]>(
            "SELECT blob_hash FROM uploads WHERE public_id = @publicId AND user_id = @personId AND expires_at > @now",
            new { publicId, personId, now = Now() }), cancellation);
        return hash is null ? null : new BlobHash(hash);
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}

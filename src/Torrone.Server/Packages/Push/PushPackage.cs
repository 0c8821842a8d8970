using System.Data.Common;
using Torrone.NuGet.Archives;
using Torrone.Server.ApiKeys;
using Torrone.Server.Data;
using Torrone.Server.Log;
using Torrone.Server.Settings;
using Torrone.Storage;

namespace Torrone.Server.Packages.Push;

/// <summary>
/// Publishes a package: spool and hash under a cap, inspect, rules, blob, one short transaction, make it visible here. A crash at any
/// line leaves either no trace or a whole package.
/// </summary>
/// <remarks>
/// Nothing is uploaded inside the transaction. Two orders were rejected: rows before bytes shows a version that cannot be
/// downloaded, and an upload inside the transaction holds the one write lock for as long as a slow client likes. What a crash can
/// leave now is a blob that no row names; the sweeper removes it.
/// </remarks>
public sealed class PushPackage
{
    private readonly Database _database;
    private readonly IBlobStore _blobs;
    private readonly PackageRows _rows;
    private readonly LogTail _tail;
    private readonly KeyToll _toll;
    private readonly TorroneSettings _settings;
    private readonly TimeProvider _clock;

    public PushPackage(Database database, IBlobStore blobs, EventLog log, LogTail tail, KeyToll toll, TorroneSettings settings, TimeProvider clock)
    {
        (_database, _blobs, _tail, _toll, _settings, _clock) = (database, blobs, tail, toll, settings, clock);
        _rows = new PackageRows(log, clock);
    }

    /// <summary>The most bytes of one package.</summary>
    public long MaxBytes => (long)_settings.MaxPackageMiB << 20;

    /// <summary>Publishes what the stream holds, or says why not.</summary>
    /// <exception cref="IOException">The store or the client failed; nothing is visible.</exception>
    public async Task<PushAnswer> RunAsync(Stream body, long feedId, Pusher pusher, CancellationToken cancellation)
    {
        SpooledBlob spool;
        try
        {
            spool = await BlobSpool.SpoolAsync(body, _blobs.SpoolFolder, MaxBytes, cancellation);
        }
        catch (BlobTooLargeException)
        {
            return PushAnswer.Refused(PushRules.TooLarge(_settings.MaxPackageMiB));
        }

        await using (spool)
        {
            return await RunAsync(spool, feedId, pusher, cancellation);
        }
    }

    /// <summary>Publishes what was spooled before (the upload page's second step).</summary>
    public async Task<PushAnswer> RunAsync(SpooledBlob spool, long feedId, Pusher pusher, CancellationToken cancellation)
    {
        PackageInspection inspection = Inspect(spool, cancellation);
        if (inspection.Manifest is not { } manifest)
        {
            return PushAnswer.Refused(PushRules.BadPackage(inspection.Problems));
        }

        string[] warnings = [.. inspection.Warnings.Select(w => w.ReasonPhrase())];
        PushCandidate candidate = new(manifest, spool, feedId, pusher, warnings);
        // Asked before anything is stored, so that a refused push leaves nothing, and again inside the transaction, where it counts.
        return await AskAsync(candidate, cancellation) ?? await StoreAsync(candidate, cancellation);
    }

    /// <summary>Looks into a spooled package without publishing it.</summary>
    public PackageInspection Inspect(SpooledBlob spool, CancellationToken cancellation)
    {
        using Stream stream = spool.OpenRead();
        return PackageArchive.Inspect(stream, ArchiveLimits.Default, _clock.GetUtcNow(), cancellation);
    }

    private async Task<PushAnswer> StoreAsync(PushCandidate candidate, CancellationToken cancellation)
    {
        while (true)
        {
            await _blobs.PutAsync(candidate.Spool, cancellation);
            try
            {
                (PushAnswer? refused, long sequence) = await _database.WriteAsync(write => CommitAsync(write, candidate), cancellation);
                if (refused is not null)
                {
                    return refused;
                }

                await _tail.CatchUpAsync(sequence);
                return new PushAnswer(candidate.Manifest, null, candidate.Warnings);
            }
            catch (DbException e) when (_database.IsUniqueViolation(e))
            {
                // Somebody was faster with the same version; ask again who it was.
                return await AskAsync(candidate, cancellation) ?? PushAnswer.Refused(PushRules.Duplicate(candidate.Manifest.Id, candidate.Manifest.Version));
            }
            catch (OvertakenException)
            {
                // The sweeper removed these bytes, unreferenced until now, or another push took the new id: again, with what is now.
            }
        }
    }

    private async Task<(PushAnswer? Refused, long Sequence)> CommitAsync(WriteTransaction write, PushCandidate candidate)
    {
        await BlobRows.TakeAsync(write, _blobs, candidate.Spool, _clock.GetUtcNow().ToUnixTimeMilliseconds());
        await _toll.TakeAsync(write, candidate.Pusher.Key);
        candidate = candidate with { Pusher = await candidate.Pusher.CurrentAsync(write) };
        PackageStanding standing = await PackageStandings.TakeAsync(write, candidate.FeedId, candidate.LowerId);
        KeyQuestion question = Question(candidate, standing);
        (PushAnswer? refused, KeyDecision decision) = await candidate.DecideAsync(write, question);
        if (refused is null && await _toll.PayAsync(write, candidate.Pusher, question, decision) is { } refusal)
        {
            refused = PushAnswer.Refused(refusal);
        }

        return refused is not null
            ? (refused, 0)
            : (null, await _rows.InsertAsync(write, candidate.FeedId, candidate.Manifest, candidate.Spool, candidate.Pusher, decision.OwnerId, !standing.Exists));
    }

    private Task<PushAnswer?> AskAsync(PushCandidate candidate, CancellationToken cancellation) => _database.ReadAsync(
        async read =>
        {
            // A person's organizations are read with the question; a key's scopes came with it.
            PushCandidate asking = candidate.Pusher.Key is null ? candidate with { Pusher = await candidate.Pusher.CurrentAsync(read) } : candidate;
            return (await asking.DecideAsync(read, Question(asking, await PackageStandings.ReadAsync(read, asking.FeedId, asking.LowerId)))).Answer;
        },
        cancellation);

    private KeyQuestion Question(PushCandidate candidate, PackageStanding standing) => PushRules.Question(candidate.Pusher, candidate.FeedId,
        candidate.Manifest, candidate.Spool.Sha512, standing, _clock.GetUtcNow().ToUnixTimeMilliseconds());
}

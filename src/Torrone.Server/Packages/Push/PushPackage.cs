using System.Data.Common;
using Torrone.NuGet.Archives;
using Torrone.Server.ApiKeys;
using Torrone.Server.Data;
using Torrone.Server.Http;
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
    private readonly InspectPackage _inspect;
    private readonly LookAlikeIds _lookAlikes;
    private readonly TorroneSettings _settings;
    private readonly TimeProvider _clock;

    public PushPackage(Database database, IBlobStore blobs, EventLog log, LogTail tail, KeyToll toll, InspectPackage inspect, LookAlikeIds lookAlikes,
        TorroneSettings settings, TimeProvider clock)
    {
        (_database, _blobs, _tail, _toll, _settings, _clock) = (database, blobs, tail, toll, settings, clock);
        (_inspect, _lookAlikes) = (inspect, lookAlikes);
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
        PackageInspection inspection = await InspectAsync(spool, pusher, cancellation);
        string[] warnings = [.. inspection.Warnings.Select(w => w.ReasonPhrase())];
        if (inspection.Manifest is not { } manifest)
        {
            // What else would refuse it is said now, not after its content has been mended.
            Refusal? also = inspection.Declared is { } declared && PackageRows.IsLegal(declared)
                ? (await AskAsync(new(declared, spool, feedId, pusher, warnings), cancellation))?.Refusal
                : null;
            return PushAnswer.Refused(PushRules.BadPackage(inspection.Problems, also));
        }

        PushCandidate candidate = new(manifest, spool, feedId, pusher, warnings);
        // Asked before anything is stored, so that a refused push leaves nothing, and again inside the transaction, where it counts.
        return await AskAsync(candidate, cancellation) ?? await StoreAsync(candidate, cancellation);
    }

    /// <summary>Looks into a spooled package without publishing it.</summary>
    public async Task<PackageInspection> InspectAsync(SpooledBlob spool, Pusher pusher, CancellationToken cancellation)
    {
        await using Stream stream = spool.OpenRead();
        return await _inspect.RunAsync(stream, isSymbols: false, pusher, cancellation);
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

    private async Task<PushAnswer?> AskAsync(PushCandidate candidate, CancellationToken cancellation)
    {
        (PushAnswer? answer, KeyDecision decision, KeyQuestion question, Pusher pusher) = await _database.ReadAsync(
            async read =>
            {
                // A person's organizations are read with the question; a key's scopes came with it.
                PushCandidate asking = candidate.Pusher.Key is null ? candidate with { Pusher = await candidate.Pusher.CurrentAsync(read) } : candidate;
                KeyQuestion asked = Question(asking, await PackageStandings.ReadAsync(read, asking.FeedId, asking.LowerId));
                (PushAnswer? said, KeyDecision decided) = await asking.DecideAsync(read, asked);
                return (said, decided, asked, asking.Pusher);
            },
            cancellation);
        return answer is null && !question.Standing.Exists && await _lookAlikes.RefuseAsync(pusher, question, decision.OwnerId, cancellation) is { } refusal
            ? PushAnswer.Refused(refusal)
            : answer;
    }

    private KeyQuestion Question(PushCandidate candidate, PackageStanding standing) => PushRules.Question(candidate.Pusher, candidate.FeedId,
        candidate.Manifest, candidate.Spool.Sha512, standing, _clock.GetUtcNow().ToUnixTimeMilliseconds());
}

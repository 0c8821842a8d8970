using System.Data.Common;
using Torrone.NuGet.Archives;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.Server.ApiKeys;
using Torrone.Server.Data;
using Torrone.Server.Http;
using Torrone.Server.Log;
using Torrone.Server.Packages;
using Torrone.Server.Packages.Push;
using Torrone.Server.Settings;
using Torrone.Storage;

namespace Torrone.Server.Symbols;

/// <summary>
/// Takes the symbols of a version that is there: spool under a cap, inspect, the key's question, PDBs against the package's assemblies,
/// blobs, one short transaction. A refusal leaves nothing.
/// </summary>
internal sealed class PushSymbols(
    Database database, IBlobStore blobs, EventLog log, LogTail tail, KeyToll toll, InspectPackage inspect, TorroneSettings settings, TimeProvider clock)
{
    /// <summary>Publishes what the stream holds, or says why not.</summary>
    /// <exception cref="IOException">The store or the client failed; nothing is visible.</exception>
    public async Task<PushAnswer> RunAsync(Stream body, long feedId, Pusher pusher, CancellationToken cancellation)
    {
        SpooledBlob spool;
        try
        {
            spool = await BlobSpool.SpoolAsync(body, blobs.SpoolFolder, (long)settings.MaxPackageMiB << 20, cancellation);
        }
        catch (BlobTooLargeException)
        {
            return PushAnswer.Refused(PushRules.TooLarge(settings.MaxPackageMiB));
        }

        await using (spool)
        {
            await using Stream archive = spool.OpenRead();
            PackageInspection inspection = await inspect.RunAsync(archive, isSymbols: true, pusher, cancellation);
            return inspection.Manifest is { } manifest
                ? await PushAsync(new Candidate(manifest, spool, archive, feedId, pusher), cancellation)
                : PushAnswer.Refused(PushRules.BadPackage(inspection.Problems));
        }
    }

    private async Task<PushAnswer> PushAsync(Candidate candidate, CancellationToken cancellation)
    {
        (PushAnswer? answer, ParentVersion? parent) = await database.ReadAsync(async read =>
        {
            PackageStanding standing = await PackageStandings.ReadAsync(read, candidate.FeedId, candidate.LowerId);
            return await DecideAsync(read, candidate, Question(candidate, standing));
        }, cancellation);
        if (answer is not null)
        {
            return answer;
        }

        await using PreparedSymbols symbols = await PreparedSymbols.UnpackAsync(candidate.Archive, blobs.SpoolFolder, cancellation);
        await using (Stream package = await blobs.OpenReadAsync(new BlobHash(parent!.BlobHash), cancellation)
            ?? throw new FileNotFoundException($"The bytes of version row {parent.Id} are not in the store: run torrone verify."))
        {
            await symbols.MatchAsync(package, blobs.SpoolFolder, cancellation);
        }

        return symbols.Problems.Count > 0
            ? PushAnswer.Refused(PushRules.BadPackage(symbols.Problems))
            : await StoreAsync(candidate, symbols.Files, cancellation);
    }

    private async Task<PushAnswer> StoreAsync(Candidate candidate, IReadOnlyList<PreparedPdb> files, CancellationToken cancellation)
    {
        while (true)
        {
            foreach (PreparedPdb file in files)
            {
                await blobs.PutAsync(file.Spool, cancellation);
            }

            try
            {
                (PushAnswer? refused, long sequence) = await database.WriteAsync(write => CommitAsync(write, candidate, files), cancellation);
                if (sequence > 0)
                {
                    await tail.CatchUpAsync(sequence);
                }

                return refused ?? new PushAnswer(candidate.Manifest, null, []);
            }
            catch (DbException e) when (database.IsUniqueViolation(e))
            {
                return PushAnswer.Refused(Exists(candidate.Manifest));
            }
            catch (OvertakenException)
            {
                // The sweeper removed the bytes of a PDB that lay there unreferenced: again.
            }
        }
    }

    private async Task<(PushAnswer? Refused, long Sequence)> CommitAsync(WriteTransaction write, Candidate candidate, IReadOnlyList<PreparedPdb> files)
    {
        long now = Now();
        // In one order, so that two pushes of the same PDBs never wait for each other.
        foreach (PreparedPdb file in files.OrderBy(f => f.Spool.Sha256.ToString(), StringComparer.Ordinal))
        {
            await BlobRows.TakeAsync(write, blobs, file.Spool, now);
        }

        await toll.TakeAsync(write, candidate.Pusher.Key);
        candidate = candidate with { Pusher = await candidate.Pusher.CurrentAsync(write) };
        KeyQuestion question = Question(candidate, await PackageStandings.TakeAsync(write, candidate.FeedId, candidate.LowerId));
        (PushAnswer? answer, ParentVersion? parent) = await DecideAsync(write, candidate, question);
        if (answer is not null)
        {
            return (answer, 0);
        }

        // Symbols of the one pushed version are part of that use; symbols alone are a use of their own.
        if (candidate.Pusher.Key is { SingleUse: not 0, UsedUpAt: null } key)
        {
            await SingleUseKeys.TryUseUpAsync(write, key, question);
        }

        await SymbolRows.InsertAsync(write, parent!.Id, candidate.Spool, files, candidate.Pusher, now);
        return (null, await log.AppendAsync(write, new LogEvent(
            LogTypes.SymbolsPushed, 1, candidate.FeedId, candidate.LowerId, candidate.LowerVersion, candidate.Pusher.Actor.PublicId,
            candidate.Pusher.Actor.RequestId, "{}")));
    }

    // Whether one may is asked before it is said whether the version is there.
    private static async Task<(PushAnswer? Answer, ParentVersion? Parent)> DecideAsync(DbSession read, Candidate candidate, KeyQuestion question)
    {
        KeyDecision decision = PushRules.Decide(candidate.Pusher, question);
        if (decision.Refusal is { } refusal && question.Standing.Exists)
        {
            return (PushAnswer.Refused(refusal), null);
        }

        ParentVersion? parent = await SymbolRows.ParentAsync(read, candidate.FeedId, candidate.LowerId, candidate.LowerVersion);
        if (parent is null)
        {
            return (PushAnswer.Refused(ParentMissing(candidate.Manifest)), null);
        }

        if (parent.HashPushed is null)
        {
            return (null, parent);
        }

        bool isReplay = candidate.Pusher is { Key: { } key, SessionId: { Length: > 0 } session } && parent.KeyId == key.KeyId
            && parent.SessionId == session && parent.HashPushed.AsSpan().SequenceEqual(candidate.Spool.Sha512);
        return (isReplay ? new PushAnswer(candidate.Manifest, null, [], IsReplay: true) : PushAnswer.Refused(Exists(candidate.Manifest)), parent);
    }

    private KeyQuestion Question(Candidate candidate, PackageStanding standing) =>
        PushRules.Question(candidate.Pusher, candidate.FeedId, candidate.Manifest, candidate.Spool.Sha512, standing, Now())
            with { Operation = KeyOperation.PushSymbols };

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static Refusal ParentMissing(PackageManifest manifest) => new(
        StatusCodes.Status404NotFound, "symbols-parent-missing", SymbolsText.Text.English("ParentMissing", manifest.Id, manifest.Version));

    private static Refusal Exists(PackageManifest manifest) => new(
        StatusCodes.Status409Conflict, "symbols-exist", SymbolsText.Text.English("Exists", manifest.Id, manifest.Version));

    // What is to be published, and by whom.
    private sealed record Candidate(PackageManifest Manifest, SpooledBlob Spool, Stream Archive, long FeedId, Pusher Pusher)
    {
        public string LowerId => Manifest.Id.ToLowerInvariant();

        public string LowerVersion => PackageVersion.TryParse(Manifest.Version, out PackageVersion? version)
            ? version.Lower
            : throw new InvalidDataException("An inspected manifest has a legal version.");
    }
}

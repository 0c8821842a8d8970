using System.Text.Json;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Letters;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Log;
using Torrone.Server.Mail;
using Torrone.Storage;

namespace Torrone.Server.Packages.Delete;

/// <summary>
/// Deletes a version for good, for what must not stay (a secret, what the law forbids): its bytes, symbols and manifest go, its id and version
/// are never free again. By an administrator, with a reason that its owners are told. Whoever only wants it out of sight unlists it.
/// </summary>
public sealed class DeleteVersion(
    Database database, EventLog log, LogTail tail, BlobSweeper sweeper, AuditLog audit, SecurityMail mail, TimeProvider clock)
{
    public const int LongestReason = 500;

    // A version's row names a blob; a deleted one's names this, which has no bytes.
    private static readonly byte[] NoBlob = new byte[32];

    private const string FindSql =
        """
        SELECT v.id AS version_id, p.id AS package_id, p.display_id AS id, v.original AS version, v.size, v.downloads,
            v.first_published_at AS published_at, v.blob_hash,
            (SELECT count(*) FROM versions o WHERE o.package_id = p.id AND o.state = 'available') - 1 AS others
        FROM versions v JOIN packages p ON p.id = v.package_id
        WHERE p.feed_id = @feedId AND p.lower_id = @id AND v.lower_version = @version AND v.state = 'available'
        """;

    /// <summary>What would go; null when there is no such version.</summary>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<DeletableVersion?> FindAsync(SignedIn person, long feedId, string id, string version, CancellationToken cancellation = default)
    {
        Require(person);
        return database.ReadAsync(read => FindAsync(read, feedId, id, version), cancellation);
    }

    /// <summary>Deletes it. The rows commit first and the bytes go after: a crash between leaves bytes that nothing names, for the sweeper.</summary>
    /// <param name="reason">1 to 500 characters, for the owners and the audit log.</param>
    /// <param name="site">The gallery's address for the letters, without a slash at its end.</param>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public async Task<DeleteProblem> RunAsync(
        SignedIn person, long feedId, string id, string version, string reason, string site, Actor actor, CancellationToken cancellation = default)
    {
        Require(person);
        reason = string.Concat(reason.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        if (reason.Length is 0 or > LongestReason)
        {
            return DeleteProblem.Reason;
        }

        (DeleteProblem problem, List<BlobHash> released, long sequence) = await database.WriteAsync(
            write => CommitAsync(write, feedId, id, version, reason, site, actor), cancellation);
        if (problem == DeleteProblem.None)
        {
            await tail.CatchUpAsync(sequence);
        }

        foreach (BlobHash hash in released)
        {
            await sweeper.ReleaseAsync(hash, CancellationToken.None);
        }

        return problem;
    }

    private async Task<(DeleteProblem Problem, List<BlobHash> Released, long Sequence)> CommitAsync(
        WriteTransaction write, long feedId, string id, string version, string reason, string site, Actor actor)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (!await ProveAgain.IsFreshAsync(write, actor, now))
        {
            return (DeleteProblem.ProofTooOld, [], 0);
        }

        // The package's row first, as every other writer takes it.
        await PackageStandings.TakeAsync(write, feedId, id.ToLowerInvariant());
        if (await FindAsync(write, feedId, id, version) is not { } found)
        {
            return (DeleteProblem.NotFound, [], 0);
        }

        // Its id and version are all that a reader of the log still has to know.
        string manifest = ManifestJson.Serialize(new PackageManifest { Id = found.Id, Version = found.Version });
        await write.ExecuteAsync("INSERT INTO blobs (hash, size, touched_at) VALUES (@NoBlob, 0, 0) ON CONFLICT (hash) DO NOTHING", new { NoBlob });
        await write.ExecuteAsync(
            """
            UPDATE versions SET state = 'deleted', deleted_at = @now, deleted_reason = @reason, changed_at = @now, manifest = @manifest,
                blob_hash = @NoBlob WHERE id = @VersionId
            """, new { now, reason, manifest, NoBlob, found.VersionId });
        List<byte[]> symbols = await write.QueryAsync<byte[]>("SELECT DISTINCT blob_hash FROM symbol_files WHERE version_id = @VersionId", new { found.VersionId });
        await write.ExecuteAsync("DELETE FROM symbol_files WHERE version_id = @VersionId", new { found.VersionId });
        await write.ExecuteAsync("DELETE FROM symbol_packages WHERE version_id = @VersionId", new { found.VersionId });
        await TellAsync(write, found, reason, site, actor);
        string payload = JsonSerializer.Serialize(new { id = found.Id, version = found.Version });
        PackageVersion parsed = Parse(version) ?? throw new InvalidDataException("A version that was found is a version.");
        long sequence = await log.AppendAsync(write, new LogEvent(
            LogTypes.VersionDeleted, 1, feedId, id.ToLowerInvariant(), parsed.Lower, actor.PublicId, actor.RequestId, payload));
        return (DeleteProblem.None, [new BlobHash(found.BlobHash), .. symbols.Select(s => new BlobHash(s))], sequence);
    }

    private async Task TellAsync(WriteTransaction write, DeletableVersion found, string reason, string site, Actor actor)
    {
        string what = $"{found.Id} {found.Version}";
        List<long> owners = await write.QueryAsync<long>(
            "SELECT principal_id FROM package_owners WHERE package_id = @PackageId ORDER BY principal_id", new { found.PackageId });
        foreach (long? owner in owners.Count > 0 ? owners.ConvertAll(o => (long?)o) : [null])
        {
            await audit.WriteAsync(write, new AuditEntry("version.deleted", actor, "package", what, owner, After: reason));
        }

        List<long> readers = await write.QueryAsync<long>(
            """
            SELECT u.principal_id FROM package_owners o JOIN users u ON u.principal_id = o.principal_id WHERE o.package_id = @PackageId
            UNION
            SELECT m.user_id FROM package_owners o JOIN memberships m ON m.organization_id = o.principal_id
            WHERE o.package_id = @PackageId AND m.role = 'admin' AND m.ended_at IS NULL
            """, new { found.PackageId });
        foreach (long reader in readers)
        {
            await mail.SendAsync(write, reader, _ => new Letter(
                PackagesText.Text.Format("Letter.Deleted.Subject", found.Id, found.Version),
                [PackagesText.Text.Format("Letter.Deleted.Body", found.Id, found.Version, site, reason)], null,
                [PackagesText.Text["Letter.Deleted.After"]], site));
        }
    }

    private static Task<DeletableVersion?> FindAsync(DbSession read, long feedId, string id, string version) => Parse(version) is { } parsed
        ? read.FirstOrDefaultAsync<DeletableVersion>(FindSql, new { feedId, id = id.ToLowerInvariant(), version = parsed.Lower })
        : Task.FromResult<DeletableVersion?>(null);

    private static PackageVersion? Parse(string version) => PackageVersion.TryParse(version, out PackageVersion? parsed) ? parsed : null;

    private static void Require(SignedIn person)
    {
        if (!person.IsAdmin)
        {
            throw new NotAdministratorException();
        }
    }
}

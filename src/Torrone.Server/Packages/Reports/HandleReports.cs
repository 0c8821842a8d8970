using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Packages.Reports;

/// <summary>The administrators' list of reports, and the closing of one.</summary>
public sealed class HandleReports(Database database, AuditLog audit, TimeProvider clock)
{
    public const int PageSize = 20;

    public const int LongestNote = 1_000;

    /// <summary>How many are open, and how many were closed.</summary>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<(long Open, long Closed)> CountAsync(SignedIn person, CancellationToken cancellation = default) => database.ReadAsync(async read =>
    {
        await Administrators.DemandAsync(read, person);
        return (await read.ScalarAsync<long>("SELECT count(*) FROM package_reports WHERE closed_at IS NULL"),
            await read.ScalarAsync<long>("SELECT count(*) FROM package_reports WHERE closed_at IS NOT NULL"));
    }, cancellation);

    /// <summary>One page: open ones oldest first, since they wait; closed ones newest first.</summary>
    /// <param name="page">From 1.</param>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<List<PackageReport>> ListAsync(SignedIn person, bool closed, int page, CancellationToken cancellation = default) => database.ReadAsync(async read =>
    {
        await Administrators.DemandAsync(read, person);
        return await read.QueryAsync<PackageReport>(
            $"""
             SELECT r.public_id, p.display_id AS id, v.normalized AS version, v.state, r.reason, r.message, who.name AS reporter, r.email, r.owners_told,
                 r.created_at, r.closed_at, closer.name AS closed_by, r.note
             FROM package_reports r JOIN versions v ON v.id = r.version_id JOIN packages p ON p.id = v.package_id
             LEFT JOIN principals who ON who.id = r.reporter_id LEFT JOIN principals closer ON closer.id = r.closed_by
             WHERE {(closed ? "r.closed_at IS NOT NULL ORDER BY r.closed_at DESC, r.id DESC" : "r.closed_at IS NULL ORDER BY r.created_at, r.id")}
             LIMIT @PageSize OFFSET @skip
             """, new { PageSize, skip = (page - 1L) * PageSize });
    }, cancellation);

    /// <summary>Closes an open report. False when there is no such open one.</summary>
    /// <param name="note">What was done, for the other administrators; cut at 1,000 characters. Null or empty for nothing.</param>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<bool> CloseAsync(SignedIn person, string publicId, string? note, Actor who, CancellationToken cancellation = default) =>
        database.WriteAsync(async write =>
        {
            await Administrators.DemandAsync(write, person);
            string? kept = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
            kept = kept?.Length > LongestNote ? kept[..LongestNote] : kept;
            long? versionId = await write.ScalarAsync<long?>(
                """
                UPDATE package_reports SET closed_at = @now, closed_by = @PrincipalId, note = @kept
                WHERE public_id = @publicId AND closed_at IS NULL RETURNING version_id
                """, new { now = clock.GetUtcNow().ToUnixTimeMilliseconds(), person.PrincipalId, kept, publicId });
            if (versionId is null)
            {
                return false;
            }

            string? name = await write.ScalarAsync<string>(
                "SELECT p.display_id || ' ' || v.normalized FROM versions v JOIN packages p ON p.id = v.package_id WHERE v.id = @versionId", new { versionId });
            await audit.WriteAsync(write, new AuditEntry("report.closed", who, "package", name, After: kept));
            return true;
        }, cancellation);
}

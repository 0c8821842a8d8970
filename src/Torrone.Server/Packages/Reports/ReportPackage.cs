using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Packages.Reports;

/// <summary>
/// Takes what a reader, known or not, reports about a version: a row for the administrators' list, a letter to each of them, and one to the
/// owners where they are the ones to mend it. Nobody is told who reported but the administrators.
/// </summary>
public sealed class ReportPackage
{
    /// <summary>Reports of one day over all addresses; more would be a flood that hides the true ones.</summary>
    public const int MostADay = 1_000;

    /// <summary>Reports of one hour that are mailed; the list shows all of them.</summary>
    public const int MostMailedAnHour = 20;

    private const long Hour = 3_600_000;

    private readonly Database _database;
    private readonly ReportLetters _letters;
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;

    internal ReportPackage(Database database, ReportLetters letters, AuditLog audit, TimeProvider clock) =>
        (_database, _letters, _audit, _clock) = (database, letters, audit, clock);

    /// <summary>Takes the report, or says why not. Null when that is done.</summary>
    /// <param name="person">Who is signed in; null for a stranger.</param>
    /// <param name="site">The gallery's address for the letters, without a slash at its end.</param>
    public async Task<ReportProblem?> RunAsync(
        long feedId, string id, string version, ReportDraft draft, SignedIn? person, string site, Actor who, CancellationToken cancellation = default) =>
        draft.Problems(person is null) is [var incomplete, ..] ? incomplete : await _database.WriteAsync(async write =>
        {
            if (await ReportedVersion.FindAsync(write, feedId, id, version) is not { } found)
            {
                return ReportProblem.NotFound;
            }

            long now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
            if (await SinceAsync(write, now - (24 * Hour)) >= MostADay)
            {
                return new ReportProblem("", "Flooded");
            }

            bool mailed = await SinceAsync(write, now - Hour) < MostMailedAnHour;
            bool owners = draft.TellOwners && ReportReason.IsForOwners(draft.Reason!) && mailed;
            await write.ExecuteAsync(
                """
                INSERT INTO package_reports (public_id, version_id, reason, message, reporter_id, email, owners_told, created_at)
                VALUES (@publicId, @VersionId, @Reason, @message, @reporter, @email, @owners, @now)
                """, new
                {
                    publicId = PublicId.New(), found.VersionId, draft.Reason, message = draft.Text, reporter = person?.PrincipalId,
                    email = person is null && !string.IsNullOrWhiteSpace(draft.Email) ? draft.Email.Trim() : null, owners = owners ? 1L : 0L, now,
                });
            await _audit.WriteAsync(write, new AuditEntry("package.reported", who, "package", found.Name, After: draft.Reason));
            if (mailed)
            {
                await _letters.SendAsync(write, found, draft, person?.Name, owners, site);
            }

            return null;
        }, cancellation);

    private static Task<long> SinceAsync(DbSession read, long since) =>
        read.ScalarAsync<long>("SELECT count(*) FROM package_reports WHERE created_at > @since", new { since });
}

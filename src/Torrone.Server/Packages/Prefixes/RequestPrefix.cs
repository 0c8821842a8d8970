using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Packages.Owners;

namespace Torrone.Server.Packages.Prefixes;

/// <summary>Asks for ids to be reserved, for oneself or an organization one administers. An administrator of the site decides.</summary>
public sealed class RequestPrefix
{
    /// <summary>Requests of one person that wait at once.</summary>
    public const int MostWaiting = 10;

    /// <summary>Characters of a reason.</summary>
    public const int LongestReason = 1_000;

    private readonly Database _database;
    private readonly PrefixRows _rows;
    private readonly AuditLog _audit;

    internal RequestPrefix(Database database, PrefixRows rows, AuditLog audit) => (_database, _rows, _audit) = (database, rows, audit);

    /// <summary>Asks, or says why not. Null when that is done.</summary>
    /// <param name="pattern">"Contoso.*" or one id.</param>
    /// <param name="owner">The name of the person itself or of an organization that the person administers.</param>
    /// <param name="reason">For the administrator; null or empty for none.</param>
    /// <exception cref="UnauthorizedAccessException">A key acts, or the account cannot act.</exception>
    public Task<PrefixProblem?> RunAsync(
        SignedIn person, Actor who, long feedId, string pattern, string owner, string? reason, CancellationToken cancellation = default) =>
        _database.WriteAsync(async write =>
        {
            List<long> controlled = await OwnerRights.ControlledAsync(write, person, who);
            if (ReservedPattern.Parse(pattern) is not { } wanted)
            {
                return new PrefixProblem("Pattern", "Malformed", ReservedPattern.Shortest);
            }

            if (await Party.FindAsync(write, owner) is not { } party || !controlled.Contains(party.Id))
            {
                return new PrefixProblem("Owner", "NotYours");
            }

            if (reason?.Length > LongestReason)
            {
                return new PrefixProblem("Reason", "ReasonTooLong", LongestReason);
            }

            if (await ProblemAsync(write, feedId, wanted, person) is { } problem)
            {
                return problem;
            }

            await write.ExecuteAsync(
                """
                INSERT INTO prefix_requests (public_id, feed_id, prefix, is_prefix, principal_id, requested_by, reason, created_at)
                VALUES (@publicId, @feedId, @Text, @isPrefix, @owner, @by, @reason, @Now)
                """, new
                {
                    publicId = PublicId.New(), feedId, wanted.Text, isPrefix = wanted.IsPrefix ? 1L : 0L, owner = party.Id, by = person.PrincipalId,
                    reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(), _rows.Now,
                });
            await _audit.WriteAsync(write, new AuditEntry("prefix.requested", who, "prefix", wanted.Text, party.Id, After: party.Name));
            return null;
        }, cancellation);

    private static async Task<PrefixProblem?> ProblemAsync(DbSession read, long feedId, ReservedPattern wanted, SignedIn person)
    {
        if (await PrefixRows.FindAsync(read, feedId, wanted) is not null)
        {
            return new PrefixProblem("Pattern", "Reserved", wanted.Text);
        }

        List<string> waiting = await read.QueryAsync<string>(
            "SELECT prefix FROM prefix_requests WHERE feed_id = @feedId AND requested_by = @PrincipalId AND answered_at IS NULL", new { feedId, person.PrincipalId });
        return waiting.Contains(wanted.Text, StringComparer.OrdinalIgnoreCase) ? new PrefixProblem("Pattern", "Asked", wanted.Text)
            : waiting.Count >= MostWaiting ? new PrefixProblem("", "TooMany", MostWaiting)
            : null;
    }
}

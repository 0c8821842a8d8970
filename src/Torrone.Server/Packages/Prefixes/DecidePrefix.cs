using System.Data.Common;
using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Log;
using Torrone.Server.Packages.Owners;

namespace Torrone.Server.Packages.Prefixes;

/// <summary>What administrators of the site do with reservations: grant, deny, reserve by themselves, release.</summary>
public sealed class DecidePrefix
{
    private readonly Database _database;
    private readonly PrefixRows _rows;
    private readonly OwnerLetters _letters;
    private readonly AuditLog _audit;
    private readonly LogTail _tail;

    internal DecidePrefix(Database database, PrefixRows rows, OwnerLetters letters, AuditLog audit, LogTail tail) =>
        (_database, _rows, _letters, _audit, _tail) = (database, rows, letters, audit, tail);

    /// <summary>Grants a request. Null when that is done.</summary>
    /// <param name="shared">True when others may take new ids under it as well.</param>
    /// <param name="site">What links in letters begin with.</param>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<PrefixProblem?> GrantAsync(SignedIn person, Actor who, string publicId, bool shared, string site, CancellationToken cancellation = default) =>
        RunAsync(person, who, async write =>
        {
            if (await CloseAsync(write, publicId, "granted", null, who) is not { } request || ReservedPattern.Parse(request.Prefix) is not { } pattern)
            {
                return (new PrefixProblem("", "RequestGone"), 0);
            }

            Party owner = await Party.GetAsync(write, request.PrincipalId);
            return await ReserveAsync(write, who, request.FeedId, pattern, owner, shared, site);
        }, cancellation);

    /// <summary>Denies a request. Null when that is done.</summary>
    /// <param name="reason">Told to who asked; null or empty for none.</param>
    /// <inheritdoc cref="GrantAsync"/>
    public Task<PrefixProblem?> DenyAsync(SignedIn person, Actor who, string publicId, string? reason, string site, CancellationToken cancellation = default) =>
        RunAsync(person, who, async write =>
        {
            string? said = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
            if (said?.Length > RequestPrefix.LongestReason)
            {
                return (new PrefixProblem("Reason", "ReasonTooLong", RequestPrefix.LongestReason), 0);
            }

            if (await CloseAsync(write, publicId, "denied", said, who) is not { } request)
            {
                return (new PrefixProblem("", "RequestGone"), 0);
            }

            Party owner = await Party.GetAsync(write, request.PrincipalId);
            await _audit.WriteAsync(write, new AuditEntry("prefix.denied", who, "prefix", request.Prefix, owner.Id, After: said));
            await _letters.ReservedAsync(write, owner, "Denied", request.Prefix, said, site);
            return (null, 0);
        }, cancellation);

    /// <summary>Reserves without a request. Null when that is done.</summary>
    /// <param name="pattern">"Contoso.*" or one id.</param>
    /// <param name="owner">The name of a person or organization.</param>
    /// <inheritdoc cref="GrantAsync"/>
    public Task<PrefixProblem?> ReserveAsync(SignedIn person, Actor who, long feedId, string pattern, string owner, bool shared, string site,
        CancellationToken cancellation = default) => RunAsync(person, who, async write =>
            ReservedPattern.Parse(pattern) is not { } wanted ? (new PrefixProblem("Pattern", "Malformed", ReservedPattern.Shortest), 0)
            : await Party.FindAsync(write, owner) is not { } party ? (new PrefixProblem("Owner", "OwnerUnknown", owner.Trim()), 0)
            : await ReserveAsync(write, who, feedId, wanted, party, shared, site), cancellation);

    /// <summary>Releases a reservation: new ids under it are everybody's again. Null when that is done.</summary>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<PrefixProblem?> ReleaseAsync(SignedIn person, Actor who, long feedId, string pattern, CancellationToken cancellation = default) =>
        RunAsync(person, who, async write =>
        {
            if (ReservedPattern.Parse(pattern) is not { } wanted || await PrefixRows.FindAsync(write, feedId, wanted) is not { } reservation)
            {
                return (new PrefixProblem("", "ReservationGone"), 0);
            }

            foreach (long owner in await write.QueryAsync<long>("SELECT principal_id FROM reserved_prefix_owners WHERE prefix_id = @Id", new { reservation.Id }))
            {
                await _audit.WriteAsync(write, new AuditEntry("prefix.released", who, "prefix", reservation.Pattern, owner));
            }

            return (null, await _rows.DeleteAsync(write, feedId, reservation, who));
        }, cancellation);

    private async Task<(PrefixProblem? Problem, long Sequence)> ReserveAsync(
        WriteTransaction write, Actor who, long feedId, ReservedPattern pattern, Party owner, bool shared, string site)
    {
        if (await PrefixRows.FindAsync(write, feedId, pattern) is not null)
        {
            return (new PrefixProblem("Pattern", "Reserved", pattern.Text), 0);
        }

        long sequence = await _rows.InsertAsync(write, feedId, pattern, owner, shared, who);
        await _audit.WriteAsync(write, new AuditEntry("prefix.granted", who, "prefix", pattern.Text, owner.Id, After: owner.Name));
        await _letters.ReservedAsync(write, owner, "Granted", pattern.Text, null, site);
        return (null, sequence);
    }

    private async Task<PrefixProblem?> RunAsync(
        SignedIn person, Actor who, Func<WriteTransaction, Task<(PrefixProblem? Problem, long Sequence)>> work, CancellationToken cancellation)
    {
        if (who.PrincipalId != person.PrincipalId || who.KeyPublicId is not null)
        {
            throw new NotAdministratorException();
        }

        try
        {
            (PrefixProblem? problem, long sequence) = await _database.WriteAsync<(PrefixProblem?, long)>(async write =>
            {
                await Administrators.DemandAsync(write, person);
                if (!await ProveAgain.IsFreshAsync(write, who, _rows.Now))
                {
                    return (PrefixProblem.Proof, 0);
                }

                (PrefixProblem? Problem, long Sequence) done = await work(write);
                return done.Problem is null ? done : throw new RefusedException(done.Problem);
            }, cancellation);
            if (sequence > 0)
            {
                await _tail.CatchUpAsync(sequence);
            }

            return problem;
        }
        catch (RefusedException refused)
        {
            return refused.Problem;
        }
        catch (DbException e) when (_database.IsUniqueViolation(e))
        {
            // Another administrator reserved it at the same moment.
            return new PrefixProblem("Pattern", "ReservedMeanwhile");
        }
    }

    private Task<Row?> CloseAsync(WriteTransaction write, string publicId, string answer, string? reason, Actor who) => write.FirstOrDefaultAsync<Row>(
        """
        UPDATE prefix_requests SET answered_at = @Now, answered_by = @by, answer = @answer, answer_reason = @reason
        WHERE public_id = @publicId AND answered_at IS NULL RETURNING feed_id, prefix, principal_id
        """, new { publicId, answer, reason, by = who.PrincipalId, _rows.Now });

    private sealed class Row
    {
        public long FeedId { get; init; }

        public string Prefix { get; init; } = "";

        public long PrincipalId { get; init; }
    }

    // Rolls back what was written before the problem was found: a request stays open when its ids cannot be had.
    private sealed class RefusedException(PrefixProblem problem) : Exception
    {
        public PrefixProblem Problem { get; } = problem;
    }
}

using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Packages.Owners;

namespace Torrone.Server.Packages.Prefixes;

/// <summary>Which ids are reserved for whom, and what is asked for.</summary>
public sealed class PrefixQueries(Database database)
{
    private const int Most = 1_000;

    private const string Requests =
        """
        SELECT r.public_id, r.prefix AS pattern, o.name AS owner_name, b.name AS requested_by, r.reason, r.created_at, r.answer, r.answer_reason
        FROM prefix_requests r JOIN principals o ON o.id = r.principal_id JOIN principals b ON b.id = r.requested_by
        """;

    private const string Reservations =
        """
        SELECT r.id, r.lower_prefix, r.is_prefix, r.shared, r.created_at, COALESCE(p.name, '') AS owners FROM reserved_prefixes r
        LEFT JOIN reserved_prefix_owners o ON o.prefix_id = r.id LEFT JOIN principals p ON p.id = o.principal_id
        """;

    /// <summary>True when an owner of the package holds a reservation that covers its id.</summary>
    public Task<bool> IsVerifiedAsync(long feedId, string lowerId, IEnumerable<long> ownerIds, CancellationToken cancellation = default)
    {
        long[] owners = [.. ownerIds];
        return database.ReadAsync(async read => await read.ScalarAsync<long>(
            """
            SELECT count(*) FROM reserved_prefixes r JOIN reserved_prefix_owners o ON o.prefix_id = r.id
            WHERE r.feed_id = @feedId AND o.principal_id IN @owners AND ((r.is_prefix = 0 AND r.lower_prefix = @lowerId)
                OR (r.is_prefix = 1 AND substr(@lowerId, 1, length(r.lower_prefix)) = r.lower_prefix))
            """, new { feedId, lowerId, owners }) > 0, cancellation);
    }

    /// <summary>What the person, and the organizations it administers, hold; by pattern.</summary>
    public Task<List<PrefixReservation>> OfAsync(SignedIn person, Actor who, long feedId, CancellationToken cancellation = default) => database.ReadAsync(
        async read =>
        {
            long[] controlled = [.. await OwnerRights.ControlledAsync(read, person, who)];
            return Joined(await read.QueryAsync<PrefixReservation>(
                $"{Reservations} WHERE r.feed_id = @feedId AND o.principal_id IN @controlled ORDER BY r.lower_prefix, p.lower_name", new { feedId, controlled }));
        }, cancellation);

    /// <summary>What the person has asked for, newest first; at most 50.</summary>
    public Task<List<PrefixRequest>> AskedByAsync(SignedIn person, long feedId, CancellationToken cancellation = default) => database.ReadAsync(
        read => read.QueryAsync<PrefixRequest>(
            $"{Requests} WHERE r.feed_id = @feedId AND r.requested_by = @PrincipalId ORDER BY r.id DESC LIMIT 50", new { feedId, person.PrincipalId }), cancellation);

    /// <summary>For whom the person may ask: itself, then the organizations it administers, by name.</summary>
    public Task<List<string>> OwnersAsync(SignedIn person, Actor who, CancellationToken cancellation = default) => database.ReadAsync(async read =>
    {
        long[] controlled = [.. await OwnerRights.ControlledAsync(read, person, who)];
        return await read.QueryAsync<string>("SELECT name FROM principals WHERE id IN @controlled ORDER BY kind, lower_name", new { controlled });
    }, cancellation);

    /// <summary>Every reservation that holds the text, by pattern; at most 1,000. For administrators.</summary>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<List<PrefixReservation>> AllAsync(SignedIn person, long feedId, string text, CancellationToken cancellation = default)
    {
        string part = "%" + text.Trim().TrimEnd('*').ToLowerInvariant().Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal) + "%";
        return database.ReadAsync(async read =>
        {
            await Administrators.DemandAsync(read, person);
            return Joined(await read.QueryAsync<PrefixReservation>(
            $"""
             {Reservations} WHERE r.feed_id = @feedId AND (r.lower_prefix LIKE @part ESCAPE '!' OR p.lower_name LIKE @part ESCAPE '!')
             ORDER BY r.lower_prefix, p.lower_name LIMIT @Most
             """, new { feedId, part, Most }));
        }, cancellation);
    }

    /// <summary>What waits for an answer, oldest first, with what it would touch. For administrators.</summary>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<List<PrefixRequest>> WaitingAsync(SignedIn person, long feedId, CancellationToken cancellation = default) =>
        database.ReadAsync(async read =>
        {
            await Administrators.DemandAsync(read, person);
            List<PrefixRequest> waiting = await read.QueryAsync<PrefixRequest>(
                $"{Requests} WHERE r.feed_id = @feedId AND r.answered_at IS NULL ORDER BY r.id LIMIT 200", new { feedId });
            foreach (PrefixRequest request in waiting)
            {
                if (ReservedPattern.Parse(request.Pattern) is { } pattern && await Party.FindAsync(read, request.OwnerName) is { } owner)
                {
                    (request.OwnPackages, request.OtherPackages) = await PrefixRows.CountAsync(read, feedId, pattern, owner.Id);
                }
            }

            return waiting;
        }, cancellation);

    // One row for each owner becomes one reservation with all of them.
    private static List<PrefixReservation> Joined(List<PrefixReservation> rows) => [.. rows.GroupBy(r => r.Id).Select(g => new PrefixReservation
    {
        Id = g.Key, LowerPrefix = g.First().LowerPrefix, IsPrefix = g.First().IsPrefix, Shared = g.First().Shared, CreatedAt = g.First().CreatedAt,
        Owners = string.Join(", ", g.Select(r => r.Owners)),
    })];
}

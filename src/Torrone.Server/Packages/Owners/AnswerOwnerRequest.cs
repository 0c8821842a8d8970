using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Log;

namespace Torrone.Server.Packages.Owners;

/// <summary>Accepts or declines to own a package, for oneself or for an organization one administers; takes a request back. Each is answered once.</summary>
public sealed class AnswerOwnerRequest
{
    private readonly Database _database;
    private readonly OwnerRows _rows;
    private readonly OwnerLetters _letters;
    private readonly AuditLog _audit;
    private readonly LogTail _tail;

    internal AnswerOwnerRequest(Database database, OwnerRows rows, OwnerLetters letters, AuditLog audit, LogTail tail) =>
        (_database, _rows, _letters, _audit, _tail) = (database, rows, letters, audit, tail);

    /// <summary>Accepts; who is replaced steps down in the same transaction. Null when that is done.</summary>
    /// <exception cref="UnauthorizedAccessException">A key acts, or the account cannot act.</exception>
    public async Task<OwnerProblem?> AcceptAsync(SignedIn person, Actor who, string publicId, string site, CancellationToken cancellation = default)
    {
        (OwnerProblem? problem, long sequence) = await _database.WriteAsync<(OwnerProblem?, long)>(async write =>
        {
            if (await FindAsync(write, person, who, publicId) is not { } request
                || await OwnerRows.TakeAsync(write, request.FeedId, request.LowerId) is not { } package)
            {
                return (new OwnerProblem("", "RequestGone"), 0L);
            }

            List<long> owners = await OwnerRows.OwnersAsync(write, package.Id);
            bool replaces = request.ReplacesId is { } old && owners.Contains(old);
            if (owners.Count >= OwnerLimits.MostOwners && !replaces)
            {
                return (new OwnerProblem("", "TooManyOwners", package.DisplayId, OwnerLimits.MostOwners), 0L);
            }

            // Of two who answer at once, the second finds it closed.
            if (!await CloseAsync(write, request.Id, "accepted"))
            {
                return (new OwnerProblem("", "RequestGone"), 0L);
            }

            if (owners.Contains(request.PrincipalId))
            {
                return (null, 0L);
            }

            Party owner = await Party.GetAsync(write, request.PrincipalId);
            long sequence = await _rows.AddAsync(write, package, owner, who);
            if (replaces)
            {
                sequence = await _rows.RemoveAsync(write, package, await Party.GetAsync(write, request.ReplacesId!.Value), who);
            }

            List<Party> told = [owner];
            foreach (long id in owners)
            {
                told.Add(await Party.GetAsync(write, id));
            }

            await _letters.ChangedAsync(write, told, who.PrincipalId, "OwnerAdded", owner.Name, [package.DisplayId], site);
            return (null, sequence);
        }, cancellation);
        if (sequence > 0)
        {
            await _tail.CatchUpAsync(sequence);
        }

        return problem;
    }

    /// <summary>Declines. False when there is nothing to decline.</summary>
    /// <inheritdoc cref="AcceptAsync"/>
    public Task<bool> DeclineAsync(SignedIn person, Actor who, string publicId, string site, CancellationToken cancellation = default) =>
        _database.WriteAsync(async write =>
        {
            if (await FindAsync(write, person, who, publicId) is not { } request || !await CloseAsync(write, request.Id, "declined"))
            {
                return false;
            }

            Party asked = await Party.GetAsync(write, request.PrincipalId);
            await _audit.WriteAsync(write, new AuditEntry("owner.declined", who, "package", request.DisplayId, asked.Id, After: asked.Name));
            await _letters.ChangedAsync(write, [await Party.GetAsync(write, request.RequestedBy)], who.PrincipalId, "OwnerDeclined", asked.Name, [request.DisplayId], site);
            return true;
        }, cancellation);

    /// <summary>Takes a request back, by whoever may change the package's owners. False when there is none such.</summary>
    /// <inheritdoc cref="AcceptAsync"/>
    public Task<bool> CancelAsync(SignedIn person, Actor who, string publicId, CancellationToken cancellation = default) =>
        _database.WriteAsync(async write =>
        {
            List<long> controlled = await OwnerRights.ControlledAsync(write, person, who);
            if (await ByIdAsync(write, publicId) is not { } request || !(await OwnerRows.OwnersAsync(write, request.PackageId)).Exists(controlled.Contains)
                || !await CloseAsync(write, request.Id, "cancelled"))
            {
                return false;
            }

            Party asked = await Party.GetAsync(write, request.PrincipalId);
            await _audit.WriteAsync(write, new AuditEntry("owner.cancelled", who, "package", request.DisplayId, asked.Id, After: asked.Name));
            return true;
        }, cancellation);

    private async Task<Row?> FindAsync(DbSession read, SignedIn person, Actor who, string publicId)
    {
        List<long> controlled = await OwnerRights.ControlledAsync(read, person, who);
        return await ByIdAsync(read, publicId) is { } request && controlled.Contains(request.PrincipalId) ? request : null;
    }

    private Task<Row?> ByIdAsync(DbSession read, string publicId) => read.FirstOrDefaultAsync<Row>(
        """
        SELECT r.id, r.package_id, r.principal_id, r.requested_by, r.replaces_id, p.feed_id, p.lower_id, p.display_id
        FROM owner_requests r JOIN packages p ON p.id = r.package_id
        WHERE r.public_id = @publicId AND r.answered_at IS NULL AND r.expires_at > @Now
        """, new { publicId, _rows.Now });

    private async Task<bool> CloseAsync(WriteTransaction write, long id, string answer) => await write.ExecuteAsync(
        "UPDATE owner_requests SET answered_at = @Now, answer = @answer WHERE id = @id AND answered_at IS NULL", new { id, answer, _rows.Now }) == 1;

    private sealed class Row
    {
        public long Id { get; init; }

        public long PackageId { get; init; }

        public long PrincipalId { get; init; }

        public long RequestedBy { get; init; }

        public long? ReplacesId { get; init; }

        public long FeedId { get; init; }

        public string LowerId { get; init; } = "";

        public string DisplayId { get; init; } = "";
    }
}

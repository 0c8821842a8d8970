using Torrone.NuGet.Identity;
using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Log;

namespace Torrone.Server.Packages.Owners;

/// <summary>Takes an owner off a package, or oneself. The last owner who can act stays, also when two go at the same moment.</summary>
public sealed class RemoveOwner
{
    private readonly Database _database;
    private readonly OwnerRows _rows;
    private readonly OwnerLetters _letters;
    private readonly LogTail _tail;
    private readonly TimeProvider _clock;

    internal RemoveOwner(Database database, OwnerRows rows, OwnerLetters letters, LogTail tail, TimeProvider clock) =>
        (_database, _rows, _letters, _tail, _clock) = (database, rows, letters, tail, clock);

    /// <summary>Removes the owner. Null when that is done.</summary>
    /// <param name="ownerPublicId">The person's or organization's opaque id.</param>
    /// <param name="site">What links in letters begin with.</param>
    /// <exception cref="UnauthorizedAccessException">A key acts, or the account cannot act.</exception>
    public async Task<OwnerProblem?> RunAsync(
        SignedIn person, Actor who, long feedId, string id, string ownerPublicId, string site, CancellationToken cancellation = default)
    {
        string lower = PackageId.TryParse(id, out PackageId? good) ? good.Lower : "";
        (OwnerProblem? problem, long sequence) = await _database.WriteAsync<(OwnerProblem?, long)>(async write =>
        {
            List<long> controlled = await OwnerRights.ControlledAsync(write, person, who);
            OwnedId? package = await OwnerRows.TakeAsync(write, feedId, lower);
            List<long> owners = package is null ? [] : await OwnerRows.OwnersAsync(write, package.Id);
            if (package is null || !owners.Exists(controlled.Contains))
            {
                return (new OwnerProblem("Packages", "NotYours", id), 0L);
            }

            if (await OwnerRights.ProofAsync(write, who, _clock) is { } proof)
            {
                return (proof, 0L);
            }

            List<Party> parties = [];
            foreach (long owner in owners)
            {
                parties.Add(await Party.GetAsync(write, owner));
            }

            if (parties.Find(p => p.PublicId == ownerPublicId) is not { } leaving)
            {
                return (new OwnerProblem("", "OwnerGone"), 0L);
            }

            if (await write.ScalarAsync<long>(
                """
                SELECT count(*) FROM package_owners o JOIN principals p ON p.id = o.principal_id
                WHERE o.package_id = @Id AND p.id <> @leaving AND p.deleted_at IS NULL AND p.locked_at IS NULL
                """, new { package.Id, leaving = leaving.Id }) == 0)
            {
                return (new OwnerProblem("", "LastOwner", leaving.Name), 0L);
            }

            long sequence = await _rows.RemoveAsync(write, package, leaving, who);
            await _letters.ChangedAsync(write, parties, who.PrincipalId, "OwnerRemoved", leaving.Name, [package.DisplayId], site);
            return (null, sequence);
        }, cancellation);
        if (sequence > 0)
        {
            await _tail.CatchUpAsync(sequence);
        }

        return problem;
    }
}

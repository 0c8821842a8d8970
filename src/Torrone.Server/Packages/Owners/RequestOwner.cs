using System.Security.Cryptography;
using Torrone.NuGet.Identity;
using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Log;

namespace Torrone.Server.Packages.Owners;

/// <summary>
/// Gives packages an owner more, or hands them over. The new owner is asked and must accept, unless it is the person itself or an
/// organization that the person administers. All packages of a request, or none.
/// </summary>
public sealed class RequestOwner
{
    private readonly Database _database;
    private readonly OwnerRows _rows;
    private readonly OwnerLetters _letters;
    private readonly AuditLog _audit;
    private readonly LogTail _tail;
    private readonly TimeProvider _clock;

    internal RequestOwner(Database database, OwnerRows rows, OwnerLetters letters, AuditLog audit, LogTail tail, TimeProvider clock) =>
        (_database, _rows, _letters, _audit, _tail, _clock) = (database, rows, letters, audit, tail, clock);

    /// <summary>Asks, or says everything that is wrong.</summary>
    /// <param name="ids">Package ids; at most <see cref="OwnerLimits.MostPackages"/>.</param>
    /// <param name="owner">The name of a person or organization.</param>
    /// <param name="transfer">True when the owner through whom the person acts steps down once the new one has accepted.</param>
    /// <param name="site">What links in letters begin with.</param>
    /// <exception cref="UnauthorizedAccessException">A key acts, or the account cannot act.</exception>
    public async Task<OwnerAnswer> RunAsync(SignedIn person, Actor who, long feedId, IReadOnlyCollection<string> ids, string owner, bool transfer,
        string site, CancellationToken cancellation = default)
    {
        string[] lower = [.. ids.Select(id => PackageId.TryParse(id, out PackageId? good) ? good.Lower : id.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (lower.Length is 0 or > OwnerLimits.MostPackages)
        {
            return OwnerAnswer.Refused(new OwnerProblem("Packages", lower.Length == 0 ? "NoPackages" : "TooManyPackages", OwnerLimits.MostPackages));
        }

        (OwnerAnswer answer, long sequence) = await _database.WriteAsync(
            write => AskAsync(write, new Asking(person, who, feedId, lower, owner, transfer, site)), cancellation);
        if (sequence > 0)
        {
            await _tail.CatchUpAsync(sequence);
        }

        return answer;
    }

    private async Task<(OwnerAnswer Answer, long Sequence)> AskAsync(WriteTransaction write, Asking asking)
    {
        List<long> controlled = await OwnerRights.ControlledAsync(write, asking.Person, asking.Who);
        if (await OwnerRights.ProofAsync(write, asking.Who, _clock) is { } proof)
        {
            return (OwnerAnswer.Refused(proof), 0);
        }

        if (await Party.FindAsync(write, asking.Owner) is not { } party)
        {
            return (OwnerAnswer.Refused(asking.Owner.Trim().Length == 0 ? new OwnerProblem("Owner", "OwnerMissing") : new OwnerProblem("Owner", "OwnerUnknown", asking.Owner.Trim())), 0);
        }

        bool atOnce = controlled.Contains(party.Id);
        List<OwnerProblem> problems = [];
        List<(OwnedId Package, List<long> Owners, long Through)> good = [];
        foreach (string id in asking.LowerIds)
        {
            // A package of somebody else and one that is not there are answered alike.
            OwnedId? package = await OwnerRows.TakeAsync(write, asking.FeedId, id);
            List<long> owners = package is null ? [] : await OwnerRows.OwnersAsync(write, package.Id);
            long through = controlled.Find(owners.Contains);
            OwnerProblem? problem = package is null || through == 0 ? new OwnerProblem("Packages", "NotYours", package?.DisplayId ?? id)
                : await ProblemAsync(write, package, owners, party, atOnce, asking.Transfer);
            if (problem is not null)
            {
                problems.Add(problem);
            }
            else
            {
                good.Add((package!, owners, through));
            }
        }

        return problems.Count > 0 ? (OwnerAnswer.Refused(problems), 0)
            : atOnce ? await GiveAsync(write, asking, party, good)
            : await RequestAsync(write, asking, party, good);
    }

    private async Task<OwnerProblem?> ProblemAsync(DbSession read, OwnedId package, List<long> owners, Party party, bool atOnce, bool transfer)
    {
        if (owners.Contains(party.Id))
        {
            return new OwnerProblem("Owner", "OwnsAlready", party.Name, package.DisplayId);
        }

        List<long> waiting = await read.QueryAsync<long>(
            "SELECT principal_id FROM owner_requests WHERE package_id = @Id AND answered_at IS NULL AND expires_at > @Now", new { package.Id, _rows.Now });
        return waiting.Contains(party.Id) ? new OwnerProblem("Owner", "AskedAlready", party.Name, package.DisplayId)
            : owners.Count + waiting.Count >= OwnerLimits.MostOwners && !(atOnce && transfer) ? new OwnerProblem("Packages", "TooManyOwners", package.DisplayId, OwnerLimits.MostOwners)
            : !atOnce && waiting.Count >= OwnerLimits.MostWaiting ? new OwnerProblem("Packages", "TooManyWaiting", package.DisplayId, OwnerLimits.MostWaiting)
            : null;
    }

    private async Task<(OwnerAnswer Answer, long Sequence)> GiveAsync(
        WriteTransaction write, Asking asking, Party party, List<(OwnedId Package, List<long> Owners, long Through)> packages)
    {
        long sequence = 0;
        HashSet<long> concerned = [];
        foreach ((OwnedId package, List<long> owners, long through) in packages)
        {
            concerned.UnionWith(owners);
            sequence = await _rows.AddAsync(write, package, party, asking.Who);
            if (asking.Transfer)
            {
                sequence = await _rows.RemoveAsync(write, package, await Party.GetAsync(write, through), asking.Who);
            }
        }

        List<Party> told = [party];
        foreach (long id in concerned)
        {
            told.Add(await Party.GetAsync(write, id));
        }

        await _letters.ChangedAsync(write, told, asking.Who.PrincipalId, "OwnerAdded", party.Name, [.. packages.Select(p => p.Package.DisplayId)], asking.Site);
        return (new OwnerAnswer(packages.Count, 0, party.Name, []), sequence);
    }

    private async Task<(OwnerAnswer Answer, long Sequence)> RequestAsync(
        WriteTransaction write, Asking asking, Party party, List<(OwnedId Package, List<long> Owners, long Through)> packages)
    {
        foreach ((OwnedId package, _, long through) in packages)
        {
            await write.ExecuteAsync(
                """
                INSERT INTO owner_requests (public_id, package_id, principal_id, requested_by, replaces_id, token_hash, created_at, expires_at)
                VALUES (@publicId, @Id, @owner, @by, @replaces, @unused, @Now, @expires)
                """, new
                {
                    publicId = PublicId.New(), package.Id, owner = party.Id, by = asking.Person.PrincipalId, replaces = asking.Transfer ? through : (long?)null,
                    unused = RandomNumberGenerator.GetBytes(32), _rows.Now, expires = _rows.Now + (long)OwnerLimits.RequestLife.TotalMilliseconds,
                });
            await _audit.WriteAsync(write, new AuditEntry("owner.requested", asking.Who, "package", package.DisplayId, party.Id, After: party.Name));
        }

        await _letters.RequestedAsync(write, party, asking.Person.Name, [.. packages.Select(p => p.Package.DisplayId)], asking.Site);
        return (new OwnerAnswer(0, packages.Count, party.Name, []), 0);
    }

    private sealed record Asking(SignedIn Person, Actor Who, long FeedId, string[] LowerIds, string Owner, bool Transfer, string Site);
}

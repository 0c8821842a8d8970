using System.Data.Common;
using Torrone.Server.Accounts.Letters;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Names;

/// <summary>Another user name. The old one stays taken and leads to the new one; keys, packages and memberships go on unchanged.</summary>
public sealed class RenameAccount(
    Database database, SecurityMail mail, AuditLog audit, TimeProvider clock, IEnumerable<PackagesTouched> touched)
{
    /// <summary>Renames the person who asks.</summary>
    /// <param name="site">What the letter's link begins with.</param>
    /// <returns>Problems, or nothing. Field "proof" says that the session's proof is too old.</returns>
    public async Task<IReadOnlyList<AccountProblem>> RunAsync(SignedIn person, string name, string site, Actor who)
    {
        string wanted = name.Trim();
        if (NameRules.Check(wanted) is { } problem)
        {
            return [problem];
        }

        try
        {
            return await database.WriteAsync(write => RunAsync(write, person, wanted, site, who));
        }
        catch (DbException e) when (database.IsUniqueViolation(e))
        {
            return [new AccountProblem("Name", "NameTaken")];
        }
    }

    private async Task<IReadOnlyList<AccountProblem>> RunAsync(WriteTransaction write, SignedIn person, string wanted, string site, Actor who)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (!await ProveAgain.IsFreshAsync(write, who, now))
        {
            return [AccountProblem.ProofTooOld];
        }

        if (await AccountDirectory.FindAsync(write, person.PrincipalId) is not { IsLocked: false } account)
        {
            return [new AccountProblem("", "AccountGone")];
        }

        if (account.Name == wanted)
        {
            return [new AccountProblem("Name", "NameSame")];
        }

        if (await PrincipalNames.IsTakenAsync(write, wanted, now, account.PrincipalId))
        {
            return [new AccountProblem("Name", "NameTaken")];
        }

        // Other capitals are the same name.
        if (!account.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase) && !await PrincipalNames.MayRenameAsync(write, account.PrincipalId, now))
        {
            return [new AccountProblem("Name", "NameChangedTooOften")];
        }

        await PrincipalNames.RenameAsync(write, account.PrincipalId, wanted, now);
        await audit.WriteAsync(write, new AuditEntry("account.renamed", who, "user", account.PublicId, account.PrincipalId, account.Name, wanted));
        await mail.SendAsync(write, account.PrincipalId, current => SecurityLetters.Renamed(site, current, account.Name));
        foreach (PackagesTouched tell in touched)
        {
            await tell(write, account.PrincipalId, who);
        }

        return [];
    }
}

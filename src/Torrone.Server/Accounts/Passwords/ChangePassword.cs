using Microsoft.AspNetCore.Identity;
using Torrone.Server.Accounts.Identity;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Passwords;

/// <summary>A new password by the old one; the first password, for who signs in another way, by a fresh proof.</summary>
public sealed class ChangePassword
{
    private readonly Database _database;
    private readonly SignInManager<AccountRecord> _identity;
    private readonly PasswordRows _rows;
    private readonly TimeProvider _clock;

    internal ChangePassword(Database database, SignInManager<AccountRecord> identity, PasswordRows rows, TimeProvider clock)
    {
        _database = database;
        _identity = identity;
        _rows = rows;
        _clock = clock;
    }

    /// <summary>
    /// Sets the password; every session but this one ends. Wrong old passwords count like failed sign-ins, so that a stolen session
    /// cannot guess on.
    /// </summary>
    /// <param name="current">Not looked at where the account has no password yet.</param>
    /// <returns>Problems, or nothing. Field "Current" says that the old password was wrong, "proof" that the proof is too old.</returns>
    public async Task<IReadOnlyList<AccountProblem>> RunAsync(SignedIn person, string current, string password, string site, Actor actor)
    {
        AccountRecord? record = await _database.ReadAsync(read => AccountRows.FindAsync(read, person.PrincipalId));
        Account? account = await _database.ReadAsync(read => AccountDirectory.FindAsync(read, person.PrincipalId));
        if (record is null || account is null)
        {
            return [new AccountProblem("", "AccountGone")];
        }

        if (!account.HasPassword && !await _database.ReadAsync(read => ProveAgain.IsFreshAsync(read, actor, _clock.GetUtcNow().ToUnixTimeMilliseconds())))
        {
            return [AccountProblem.ProofTooOld];
        }

        if (account.HasPassword && (current.Length > PasswordRules.Longest
            || !(await _identity.CheckPasswordSignInAsync(record, current, lockoutOnFailure: true)).Succeeded))
        {
            return [new AccountProblem("Current", "CurrentPasswordWrong")];
        }

        if (PasswordRules.Check(password, account.Name, account.Email) is { } problem)
        {
            return [problem];
        }

        string hash = _rows.Hash(password);
        await _database.WriteAsync(write => _rows.SetAsync(write, account, hash, person.SessionPublicId, "password.changed", site, actor));
        return [];
    }
}

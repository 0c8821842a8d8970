using Microsoft.AspNetCore.Identity;
using Torrone.Server.Accounts.Identity;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Passwords;

/// <summary>A new password by the old one.</summary>
public sealed class ChangePassword
{
    private readonly Database _database;
    private readonly SignInManager<AccountRecord> _identity;
    private readonly PasswordRows _rows;

    internal ChangePassword(Database database, SignInManager<AccountRecord> identity, PasswordRows rows)
    {
        _database = database;
        _identity = identity;
        _rows = rows;
    }

    /// <summary>
    /// Sets the password; every session but this one ends. Wrong old passwords count like failed sign-ins, so that a stolen session
    /// cannot guess on.
    /// </summary>
    /// <returns>Problems, or nothing. Field "Current" says that the old password was wrong.</returns>
    public async Task<IReadOnlyList<AccountProblem>> RunAsync(SignedIn person, string current, string password, string site, Actor actor)
    {
        AccountRecord? record = await _database.ReadAsync(read => AccountRows.FindAsync(read, person.PrincipalId));
        Account? account = await _database.ReadAsync(read => AccountDirectory.FindAsync(read, person.PrincipalId));
        if (record is null || account is null)
        {
            return [new AccountProblem("", "AccountGone")];
        }

        if (current.Length > PasswordRules.Longest
            || !(await _identity.CheckPasswordSignInAsync(record, current, lockoutOnFailure: true)).Succeeded)
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

using Microsoft.AspNetCore.Identity;
using Torrone.Server.Accounts.Identity;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Accounts.Sessions;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts;

/// <summary>
/// A name (or an address) and a password against a session, or against the second step for who has a second factor. Whoever does not know the password learns nothing: no such account, not
/// confirmed, paused after too many tries and a wrong password are one answer, after the same work.
/// </summary>
public sealed class SignIn
{
    private readonly Database _database;
    private readonly SignInManager<AccountRecord> _identity;
    private readonly SessionStore _sessions;
    private readonly AuditLog _audit;
    private readonly StandInHash _standIn;
    private readonly OneTimeLinks _links;

    internal SignIn(Database database, SignInManager<AccountRecord> identity, SessionStore sessions, AuditLog audit, StandInHash standIn,
        OneTimeLinks links)
    {
        _database = database;
        _identity = identity;
        _sessions = sessions;
        _audit = audit;
        _standIn = standIn;
        _links = links;
    }

    /// <summary>Begins a session; one that the same browser had ends. A locked account is named only when the password was right.</summary>
    public async Task<SignInAnswer> RunAsync(string nameOrEmail, string password, Actor actor)
    {
        AccountRecord? account = await FindAsync(nameOrEmail.Trim());
        if (!await IsProvedAsync(account, password))
        {
            // What was typed is not kept: people type their password into the wrong field.
            await _database.WriteAsync(write => _audit.WriteAsync(write,
                new AuditEntry("signin.failed", actor, account is null ? null : "user", account?.PublicId, account?.PrincipalId)));
            return SignInAnswer.Failed;
        }

        if (account!.LockedAt is not null)
        {
            await _database.WriteAsync(write => _audit.WriteAsync(write,
                new AuditEntry("signin.refused", actor, "user", account.PublicId, account.PrincipalId, After: "locked")));
            return new SignInAnswer(null, IsLocked: true);
        }

        return await _database.WriteAsync(write => GoOnAsync(write, account, actor));
    }

    /// <summary>The session, or the second step for an account that has a second factor.</summary>
    internal async Task<SignInAnswer> GoOnAsync(WriteTransaction write, AccountRecord account, Actor actor) =>
        (await Factors.FactorRows.WaysAsync(write, account.PrincipalId)).HasSecondFactor
            ? new SignInAnswer(null, SecondStep: await Accounts.SecondStep.BeginAsync(write, _links, account))
            : new SignInAnswer(await BeginAsync(write, account.PrincipalId, account.PublicId, actor));

    /// <summary>The session's row and its audit row, for sign-in and for the set-up link.</summary>
    internal async Task<StartedSession> BeginAsync(WriteTransaction write, long principalId, string publicId, Actor actor)
    {
        if (actor is { PrincipalId: { } before, SessionPublicId: { } old })
        {
            await _sessions.EndAsync(write, before, old);
        }

        StartedSession session = await _sessions.StartAsync(write, principalId, actor);
        Actor now = actor with { PrincipalId = principalId, PublicId = publicId, SessionPublicId = session.PublicId };
        await _audit.WriteAsync(write, new AuditEntry("signin", now, "user", publicId, principalId));
        return session;
    }

    private Task<AccountRecord?> FindAsync(string nameOrEmail) => nameOrEmail.Contains('@', StringComparison.Ordinal)
        ? _identity.UserManager.FindByEmailAsync(nameOrEmail)
        : _identity.UserManager.FindByNameAsync(nameOrEmail);

    private async Task<bool> IsProvedAsync(AccountRecord? account, string password)
    {
        bool known = account is { PasswordHash: not null, EmailConfirmedAt: not null } && password.Length <= Passwords.PasswordRules.Longest;
        if (!known || await _identity.UserManager.IsLockedOutAsync(account!))
        {
            await _standIn.VerifyAsync(password);
            return false;
        }

        return (await _identity.CheckPasswordSignInAsync(account!, password, lockoutOnFailure: true)).Succeeded;
    }
}

using Torrone.Server.Accounts.Factors;
using Torrone.Server.Accounts.Identity;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts;

/// <summary>Signs in with a passkey alone: it is something that one has and, since the device asks for a finger, a face or a PIN, both steps in one.</summary>
public sealed class PasskeySignIn
{
    private readonly Database _database;
    private readonly SignIn _signIn;
    private readonly PasskeyAssertions _passkeys;
    private readonly AuditLog _audit;

    internal PasskeySignIn(Database database, SignIn signIn, PasskeyAssertions passkeys, AuditLog audit)
    {
        _database = database;
        _signIn = signIn;
        _passkeys = passkeys;
        _audit = audit;
    }

    /// <summary>Asks the browser for any passkey of this site.</summary>
    public Task<PasskeyChallenge> AskAsync() => _passkeys.AskAsync(PasskeyPurpose.SignIn, "", null);

    /// <summary>Begins a session; one that the same browser had ends. A locked account is named: the passkey was right.</summary>
    public async Task<SignInAnswer> RunAsync(GivenProof given, Actor who)
    {
        AccountRecord? record = await _passkeys.TakeAsync(PasskeyPurpose.SignIn, "", given, null);
        if (record is null || record.EmailConfirmedAt is null)
        {
            await _database.WriteAsync(write => _audit.WriteAsync(write, new AuditEntry("signin.failed", who, null, null, null, After: "passkey")));
            return SignInAnswer.Failed;
        }

        return await _database.WriteAsync(async write =>
        {
            if (record.LockedAt is null)
            {
                return new SignInAnswer(await _signIn.BeginAsync(write, record.PrincipalId, record.PublicId, who));
            }

            await _audit.WriteAsync(write, new AuditEntry("signin.refused", who, "user", record.PublicId, record.PrincipalId, After: "locked"));
            return new SignInAnswer(null, IsLocked: true);
        });
    }
}

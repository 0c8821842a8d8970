using Torrone.Server.Accounts.Factors;
using Torrone.Server.Accounts.Identity;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Outside;

/// <summary>What becomes of somebody whom an outside provider has just named: a session, a fresh proof, or a link to be confirmed.</summary>
public sealed class OutsideSignIn
{
    private readonly Database _database;
    private readonly OutsideReturns _returns;
    private readonly SignIn _signIn;
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;

    internal OutsideSignIn(Database database, OutsideReturns returns, SignIn signIn, AuditLog audit, TimeProvider clock)
    {
        _database = database;
        _returns = returns;
        _signIn = signIn;
        _audit = audit;
        _clock = clock;
    }

    /// <summary>Acts on the identity that this browser brought back. A link is only offered here: <see cref="LinkOutside"/> makes it.</summary>
    /// <param name="person">Who is signed in already; null for nobody.</param>
    public Task<OutsideAnswer> RunAsync(HttpContext context, SignedIn? person, Actor who) => _database.WriteAsync(async write =>
    {
        if (await _returns.PeekAsync(write, context) is not { } identity)
        {
            return new OutsideAnswer(OutsideOutcome.Nothing, null);
        }

        long? whose = await OutsideRows.WhoseAsync(write, identity);
        if (whose is null || await AccountRows.FindAsync(write, whose.Value) is not { } record)
        {
            // It waits in the cookie: for who is signed in to confirm, for who is not until they are.
            return new OutsideAnswer(person is null ? OutsideOutcome.Unknown : OutsideOutcome.ToLink, identity);
        }

        await _returns.TakeAsync(write, context);
        OutsideReturns.Forget(context);
        return person is null ? await SignInAsync(write, record, identity, who)
            : person.PrincipalId == record.PrincipalId ? await ProveAsync(write, person, identity, who)
            : new OutsideAnswer(OutsideOutcome.AnothersLink, identity);
    });

    private async Task<OutsideAnswer> SignInAsync(WriteTransaction write, AccountRecord record, OutsideIdentity identity, Actor who)
    {
        if (record.LockedAt is not null || record.EmailConfirmedAt is null)
        {
            await _audit.WriteAsync(write, new AuditEntry("signin.refused", who, "user", record.PublicId, record.PrincipalId, After: "locked"));
            return new OutsideAnswer(OutsideOutcome.Locked, identity);
        }

        await _audit.WriteAsync(write, new AuditEntry("signin.outside", who, "user", record.PublicId, record.PrincipalId, After: identity.Issuer));
        return new OutsideAnswer(OutsideOutcome.SignedIn, identity, await _signIn.GoOnAsync(write, record, who), record.PrincipalId, record.PublicId);
    }

    // Who has a password or a factor is asked for that: the provider's word is the weakest proof.
    private async Task<OutsideAnswer> ProveAsync(WriteTransaction write, SignedIn person, OutsideIdentity identity, Actor who)
    {
        if ((await FactorRows.WaysAsync(write, person.PrincipalId)).Required == ProofStrength.Provider)
        {
            await write.ExecuteAsync(
                "UPDATE sessions SET proved_at = @now WHERE public_id = @SessionPublicId AND user_id = @PrincipalId AND ended_at IS NULL",
                new { now = _clock.GetUtcNow().ToUnixTimeMilliseconds(), person.SessionPublicId, person.PrincipalId });
            await _audit.WriteAsync(write, new AuditEntry("proof.given", who, "user", person.PublicId, person.PrincipalId, After: identity.Issuer));
        }

        return new OutsideAnswer(OutsideOutcome.Proved, identity, null, person.PrincipalId, person.PublicId);
    }
}

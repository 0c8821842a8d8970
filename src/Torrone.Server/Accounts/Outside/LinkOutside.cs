using Torrone.Server.Accounts.Factors;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Outside;

/// <summary>Links an outside identity to an account and takes it away again, from a session with a fresh proof.</summary>
public sealed class LinkOutside
{
    /// <summary>The most that one account may have.</summary>
    public const int Most = 10;

    private readonly Database _database;
    private readonly OutsideReturns _returns;
    private readonly FactorChange _change;
    private readonly AuditLog _audit;
    private readonly FactorLetters _letters;
    private readonly TimeProvider _clock;

    internal LinkOutside(Database database, OutsideReturns returns, FactorChange change, AuditLog audit, FactorLetters letters, TimeProvider clock)
    {
        _database = database;
        _returns = returns;
        _change = change;
        _audit = audit;
        _letters = letters;
        _clock = clock;
    }

    /// <summary>The identities that are linked to the person, the oldest first.</summary>
    public Task<List<OutsideLogin>> ListAsync(SignedIn person) => _database.ReadAsync(read => OutsideRows.OfAsync(read, person.PrincipalId));

    /// <summary>Links the identity that this browser brought back.</summary>
    public Task<FactorAnswer> RunAsync(HttpContext context, SignedIn person, string site, Actor who) => _change.RunAsync(person, who, async (write, account) =>
    {
        if (await write.ScalarAsync<long>("SELECT count(*) FROM user_logins WHERE user_id = @PrincipalId", new { account.PrincipalId }) >= Most)
        {
            return FactorAnswer.Refused("", "LinksTooMany");
        }

        if (await _returns.TakeAsync(write, context) is not { } identity
            || !await OutsideRows.LinkAsync(write, account.PrincipalId, identity, _clock.GetUtcNow().ToUnixTimeMilliseconds()))
        {
            return FactorAnswer.Refused("", "LinkOver");
        }

        OutsideReturns.Forget(context);
        await _audit.WriteAsync(write, new AuditEntry("outside.linked", who, "user", account.PublicId, account.PrincipalId, After: identity.Issuer));
        await _letters.TellAsync(write, account, "Factor.Linked", site, identity.Issuer);
        return new FactorAnswer([]);
    });

    /// <summary>Takes a link away. Refused when it is the last way to sign in. Null when the person has no such link.</summary>
    public async Task<FactorAnswer?> EndAsync(SignedIn person, string provider, string subject, string site, Actor who)
    {
        if (!(await ListAsync(person)).Exists(l => l.Provider == provider && l.Subject == subject))
        {
            return null;
        }

        return await _change.RunAsync(person, who, async (write, account) =>
        {
            ProofWays ways = await FactorRows.WaysAsync(write, account.PrincipalId);
            if (ways is { Passkeys: 0, HasPassword: false } && (await OutsideRows.OfAsync(write, account.PrincipalId)).Count == 1)
            {
                return FactorAnswer.Refused("", "LastMethod");
            }

            if (await OutsideRows.UnlinkAsync(write, account.PrincipalId, provider, subject))
            {
                await _audit.WriteAsync(write, new AuditEntry("outside.unlinked", who, "user", account.PublicId, account.PrincipalId, Before: provider));
                await _letters.TellAsync(write, account, "Factor.Unlinked", site, provider);
            }

            return new FactorAnswer([]);
        });
    }
}

using Microsoft.AspNetCore.Identity;
using Torrone.Server.Accounts.Factors;
using Torrone.Server.Accounts.Identity;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts;

/// <summary>
/// Asks a signed-in person again for the strongest proof that the account has, before an act that a stolen session must not be able to
/// do. The proof is noted in the session and lasts for 30 minutes.
/// </summary>
public sealed class ProveAgain
{
    /// <summary>How long a proof is good for.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);

    private readonly Database _database;
    private readonly SignInManager<AccountRecord> _identity;
    private readonly FactorCheck _check;
    private readonly PasskeyAssertions _passkeys;
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;

    internal ProveAgain(
        Database database, SignInManager<AccountRecord> identity, FactorCheck check, PasskeyAssertions passkeys, AuditLog audit, TimeProvider clock)
    {
        _check = check;
        _passkeys = passkeys;
        _database = database;
        _identity = identity;
        _audit = audit;
        _clock = clock;
    }

    /// <summary>True when the actor's session holds a proof that is still good. False for whoever acts without a session.</summary>
    /// <param name="now">UTC Unix milliseconds.</param>
    public static async Task<bool> IsFreshAsync(DbSession read, Actor who, long now) => await read.ScalarAsync<long>(
        """
        SELECT count(*) FROM sessions WHERE public_id = @session AND user_id = @person AND ended_at IS NULL AND proved_at > @oldest
        """, new { session = who.SessionPublicId ?? "", person = who.PrincipalId ?? 0, oldest = now - (long)Lasts.TotalMilliseconds }) > 0;

    /// <summary>True when the person's session, as it was at the request's beginning, holds a proof that is still good.</summary>
    public bool IsFresh(SignedIn person) => Now() - person.ProvedAt < (long)Lasts.TotalMilliseconds;

    /// <summary>What the account can prove with.</summary>
    public Task<ProofWays> WaysAsync(SignedIn person) => _database.ReadAsync(read => FactorRows.WaysAsync(read, person.PrincipalId));

    /// <summary>
    /// Takes the proof; false when it is wrong, or weaker than the account's strongest. Wrong ones count like failed sign-ins, so that a
    /// stolen session cannot guess on.
    /// </summary>
    /// <param name="site">What the links of a letter begin with.</param>
    public async Task<bool> RunAsync(SignedIn person, GivenProof given, string site, Actor who)
    {
        AccountRecord? record = await _database.ReadAsync(read => AccountRows.FindAsync(read, person.PrincipalId));
        bool proved = record is not null && await IsRightAsync(person, record, given, site, who);
        await _database.WriteAsync(async write =>
        {
            if (proved)
            {
                await write.ExecuteAsync(
                    "UPDATE sessions SET proved_at = @now WHERE public_id = @SessionPublicId AND user_id = @PrincipalId AND ended_at IS NULL",
                    new { now = Now(), person.SessionPublicId, person.PrincipalId });
            }

            await _audit.WriteAsync(write, new AuditEntry(proved ? "proof.given" : "proof.failed", who, "user", person.PublicId, person.PrincipalId));
        });
        return proved;
    }

    /// <summary>Asks the browser for one of the account's passkeys.</summary>
    public async Task<PasskeyChallenge?> AskPasskeyAsync(SignedIn person) =>
        await _database.ReadAsync(read => AccountRows.FindAsync(read, person.PrincipalId)) is { } record
            ? await _passkeys.AskAsync(PasskeyPurpose.Proof, person.SessionPublicId, record)
            : null;

    private async Task<bool> IsRightAsync(SignedIn person, AccountRecord record, GivenProof given, string site, Actor who)
    {
        ProofWays ways = await _database.ReadAsync(read => FactorRows.WaysAsync(read, record.PrincipalId));
        if (ways.Required == ProofStrength.Factor)
        {
            return given.Passkey.Length > 0
                ? await _passkeys.TakeAsync(PasskeyPurpose.Proof, person.SessionPublicId, given, person.PrincipalId) is not null
                : await _check.IsRightAsync(record, given, site, who);
        }

        return ways.Required == ProofStrength.Password && given.Password.Length is > 0 and <= Passwords.PasswordRules.Longest
            && (await _identity.CheckPasswordSignInAsync(record, given.Password, lockoutOnFailure: true)).Succeeded;
    }

    private long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();
}

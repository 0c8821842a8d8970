using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Factors;

/// <summary>What every change to a person's factors does around it: asks for the proof, keeps the flag, writes the audit row and the letter.</summary>
internal sealed class FactorChange(Database database, AuditLog audit, FactorLetters letters, RecoveryCodeRows codes, TimeProvider clock)
{
    /// <summary>Runs the change in one transaction, if the session's proof is fresh.</summary>
    public Task<FactorAnswer> RunAsync(SignedIn person, Actor who, Func<WriteTransaction, Account, Task<FactorAnswer>> change) => database.WriteAsync(async write =>
    {
        if (!await ProveAgain.IsFreshAsync(write, who, clock.GetUtcNow().ToUnixTimeMilliseconds()))
        {
            return FactorAnswer.Refused("Proof", "ProofWanted");
        }

        return await AccountDirectory.FindAsync(write, person.PrincipalId) is { } account
            ? await change(write, account)
            : FactorAnswer.Refused("", "AccountGone");
    });

    /// <summary>After a factor came or went: the flag, recovery codes for who has none (or none any more), audit, letter.</summary>
    /// <param name="action">The audit word, e.g. "passkey.added".</param>
    /// <param name="letter">See <see cref="FactorLetters.TellAsync"/>.</param>
    public async Task<FactorAnswer> DoneAsync(WriteTransaction write, Account account, Actor who, string action, string letter, string site, string detail = "")
    {
        long has = await write.ScalarAsync<long>(
            """
            UPDATE users SET two_factor_enabled = CASE WHEN authenticator_secret IS NOT NULL
                OR EXISTS (SELECT 1 FROM passkeys WHERE user_id = @PrincipalId) THEN 1 ELSE 0 END
            WHERE principal_id = @PrincipalId RETURNING two_factor_enabled
            """, new { account.PrincipalId });
        IReadOnlyList<string>? made = null;
        if (has == 0)
        {
            await RecoveryCodeRows.ForgetAsync(write, account.PrincipalId);
        }
        else if (await RecoveryCodeRows.LeftAsync(write, account.PrincipalId) == 0)
        {
            made = await codes.RenewAsync(write, account.PrincipalId);
            await audit.WriteAsync(write, new AuditEntry("recovery-codes.made", who, "user", account.PublicId, account.PrincipalId));
        }

        await audit.WriteAsync(write, new AuditEntry(action, who, "user", account.PublicId, account.PrincipalId, After: detail.Length > 0 ? detail : null));
        await letters.TellAsync(write, account, letter, site, detail);
        return new FactorAnswer([], made);
    }
}

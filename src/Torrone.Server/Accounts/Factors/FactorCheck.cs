using Torrone.Server.Accounts.Identity;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Factors;

/// <summary>
/// Asks whether somebody has an account's second factor. Each try of a code is counted before it is looked at, in one transaction, so that
/// of a thousand guesses at once no more than ten are looked at; then the account pauses and its holder is told.
/// </summary>
internal sealed class FactorCheck(
    Database database, AuthenticatorRows authenticators, RecoveryCodeRows recovery, AuditLog audit, FactorLetters letters, TimeProvider clock)
{
    /// <summary>True when the code is the account's and was not used before.</summary>
    public Task<bool> IsRightAsync(AccountRecord record, GivenProof given, string site, Actor who)
    {
        string code = GivenCode.Clean(given.Code);
        return code.Length == 0 ? Task.FromResult(false) : database.WriteAsync(write => TryAsync(write, record, code, site, who));
    }

    private async Task<bool> TryAsync(WriteTransaction write, AccountRecord record, string code, string site, Actor who)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        long tries = await write.ScalarAsync<long?>(
            """
            UPDATE users SET access_failed_count = access_failed_count + 1
            WHERE principal_id = @PrincipalId AND (lockout_end IS NULL OR lockout_end <= @now) RETURNING access_failed_count
            """, new { record.PrincipalId, now }) ?? 0;
        if (tries == 0 || await AccountDirectory.FindAsync(write, record.PrincipalId) is not { } account)
        {
            return false;
        }

        bool right = GivenCode.IsOfApp(code)
            ? await authenticators.TakeAsync(write, record.PrincipalId, code)
            : await TakeRecoveryAsync(write, account, code, site, who);
        if (right)
        {
            await AccountRows.ForgetFailuresAsync(write, record.PrincipalId);
        }
        else if (tries >= AccountsSetup.TriesBeforePause)
        {
            await AccountRows.ForgetFailuresAsync(write, record.PrincipalId);
            await AccountRows.LockOutAsync(write, record.PrincipalId, now + (long)AccountsSetup.Pause.TotalMilliseconds);
            await audit.WriteAsync(write, new AuditEntry("factor.paused", who, "user", account.PublicId, account.PrincipalId));
            await letters.TellAsync(write, account, "Factor.Paused", site);
        }

        return right;
    }

    private async Task<bool> TakeRecoveryAsync(WriteTransaction write, Account account, string code, string site, Actor who)
    {
        if (!await recovery.TakeAsync(write, account.PrincipalId, code))
        {
            return false;
        }

        string left = (await RecoveryCodeRows.LeftAsync(write, account.PrincipalId)).ToString(System.Globalization.CultureInfo.CurrentCulture);
        await audit.WriteAsync(write, new AuditEntry("recovery-code.used", who, "user", account.PublicId, account.PrincipalId, After: left));
        await letters.TellAsync(write, account, "Factor.CodeUsed", site, left);
        return true;
    }
}

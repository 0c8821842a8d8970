using Torrone.Server.Accounts.Letters;
using Torrone.Server.Accounts.Sessions;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Mail;

namespace Torrone.Server.Accounts.Factors;

/// <summary>
/// Takes every second factor from somebody who has lost them all: app, passkeys and recovery codes. The password stays, sessions end, and
/// the holder is told.
/// </summary>
public sealed class ResetFactors
{
    private readonly Database _database;
    private readonly SessionStore _sessions;
    private readonly SecurityMail _mail;
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;

    internal ResetFactors(Database database, SessionStore sessions, SecurityMail mail, AuditLog audit, TimeProvider clock) =>
        (_database, _sessions, _mail, _audit, _clock) = (database, sessions, mail, audit, clock);

    /// <summary>By an administrator, with a fresh proof: who was asked to do it must make sure who asks.</summary>
    /// <returns>Null when there is nobody of this public id; else problems (field "Proof"), or nothing.</returns>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<IReadOnlyList<AccountProblem>?> RunAsync(SignedIn person, string publicId, string site, Actor who) =>
        _database.WriteAsync<IReadOnlyList<AccountProblem>?>(async write =>
        {
            await Administrators.DemandAsync(write, person);
            if (!await ProveAgain.IsFreshAsync(write, who, _clock.GetUtcNow().ToUnixTimeMilliseconds()))
            {
                return [new AccountProblem("Proof", "ProofWanted")];
            }

            if (await AccountDirectory.FindByPublicIdAsync(write, publicId) is not { } account)
            {
                return null;
            }

            await ResetAsync(write, account, site, who);
            return [];
        });

    /// <summary>By the command line on the server itself. False when there is nobody of this name.</summary>
    public Task<bool> RunAsync(string name, string site) => _database.WriteAsync(async write =>
    {
        if (await AccountDirectory.FindByNameAsync(write, name) is not { } account)
        {
            return false;
        }

        await ResetAsync(write, account, site, Actor.CommandLine);
        return true;
    });

    private async Task ResetAsync(WriteTransaction write, Account account, string site, Actor who)
    {
        await write.ExecuteAsync("DELETE FROM passkeys WHERE user_id = @PrincipalId", new { account.PrincipalId });
        await RecoveryCodeRows.ForgetAsync(write, account.PrincipalId);
        await write.ExecuteAsync(
            "UPDATE users SET authenticator_secret = NULL, two_factor_enabled = 0, access_failed_count = 0, lockout_end = NULL WHERE principal_id = @PrincipalId",
            new { account.PrincipalId });
        await _sessions.EndOthersAsync(write, account.PrincipalId, null);
        await _audit.WriteAsync(write, new AuditEntry("factor.reset", who, "user", account.PublicId, account.PrincipalId));
        await _mail.SendAsync(write, account.PrincipalId, name => new Letter(
            AccountsText.Text.Format("Letter.Factor.Reset.Subject", name),
            [AccountsText.Text.Format("Letter.Factor.Reset.Body", name, site)],
            new LetterLink(site + "/account/forgot", AccountsText.Text["Letter.Changed.Button"]),
            [],
            site));
    }
}

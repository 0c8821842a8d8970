using Microsoft.AspNetCore.Identity;
using Torrone.Server.Accounts.Identity;
using Torrone.Server.Accounts.Letters;
using Torrone.Server.Accounts.Sessions;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Passwords;

/// <summary>What every change of a password does besides: a new stamp, other sessions end, links for a new one die, a letter, an audit row.</summary>
internal sealed class PasswordRows(
    IPasswordHasher<AccountRecord> hasher, SessionStore sessions, SecurityMail mail, AuditLog audit, TimeProvider clock)
{
    private static readonly AccountRecord Nobody = new();

    /// <summary>Slow on purpose: never inside a transaction.</summary>
    public string Hash(string password) => hasher.HashPassword(Nobody, password);

    /// <param name="spared">The session that goes on; null ends them all.</param>
    public async Task SetAsync(WriteTransaction write, Account account, string hash, string? spared, string action, string site, Actor actor)
    {
        string stamp = PublicId.New();
        await write.ExecuteAsync("UPDATE users SET password_hash = @hash, security_stamp = @stamp WHERE principal_id = @PrincipalId",
            new { account.PrincipalId, hash, stamp });
        await sessions.EndOthersAsync(write, account.PrincipalId, spared);
        await sessions.CarryOverAsync(write, account.PrincipalId, spared, stamp);
        await write.ExecuteAsync(
            "UPDATE one_time_links SET used_at = @now WHERE user_id = @PrincipalId AND purpose = @purpose AND used_at IS NULL",
            new { account.PrincipalId, purpose = Links.LinkPurpose.Reset, now = clock.GetUtcNow().ToUnixTimeMilliseconds() });
        await audit.WriteAsync(write, new AuditEntry(action, actor, "user", account.PublicId, account.PrincipalId));
        if (account.HasPassword)
        {
            await mail.SendAsync(write, account.PrincipalId, name => AccountLetters.PasswordChanged(site, name));
        }
    }
}

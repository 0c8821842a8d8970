using Torrone.Server.Accounts.Letters;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts;

/// <summary>Proves that an account's holder reads its address's mail.</summary>
public sealed class ConfirmEmail
{
    private readonly Database _database;
    private readonly OneTimeLinks _links;
    private readonly SecurityMail _mail;
    private readonly LetterRequests _requests;
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;

    internal ConfirmEmail(Database database, OneTimeLinks links, SecurityMail mail, LetterRequests requests, AuditLog audit, TimeProvider clock)
    {
        _database = database;
        _links = links;
        _mail = mail;
        _requests = requests;
        _audit = audit;
        _clock = clock;
    }

    /// <summary>True while the link would work. Takes nothing: mail scanners open links.</summary>
    public async Task<bool> IsGoodAsync(string? token) => await _database.ReadAsync(read => _links.PeekAsync(read, LinkPurpose.Confirm, token)) is not null;

    /// <summary>Takes the link and confirms. False when it is used, expired or none.</summary>
    public Task<bool> RunAsync(string? token, Actor actor) => _database.WriteAsync(async write =>
    {
        if (await _links.TakeAsync(write, LinkPurpose.Confirm, token) is not { UserId: { } userId }
            || await AccountDirectory.FindAsync(write, userId) is not { } account)
        {
            return false;
        }

        await MarkAsync(write, account, actor);
        return true;
    });

    /// <summary>Asks for the letter once more. Does the same for every address, in the same time.</summary>
    public Task SendAgainAsync(string email, string site) => _requests.AskAsync(LetterRequests.Confirm, email, site);

    /// <summary>Writes the letter if the address belongs to an account that waits for it.</summary>
    internal async Task WriteLetterAsync(WriteTransaction write, string email, string site)
    {
        if (await AccountDirectory.FindByEmailAsync(write, email) is { IsConfirmed: false, HasPassword: true } account
            && await _links.MayWriteAgainAsync(write, LinkPurpose.Confirm, account.PrincipalId))
        {
            string token = await _links.IssueAsync(write, LinkPurpose.Confirm, account.PrincipalId, OneTimeLinks.ConfirmLife);
            await _mail.SendAsync(write, account.PrincipalId, name => AccountLetters.Confirm(site, name, token));
        }
    }

    /// <summary>Marks the address as its holder's; does nothing when it is already.</summary>
    internal async Task MarkAsync(WriteTransaction write, Account account, Actor actor)
    {
        int changed = await write.ExecuteAsync(
            "UPDATE users SET email_confirmed_at = @now WHERE principal_id = @PrincipalId AND email_confirmed_at IS NULL",
            new { account.PrincipalId, now = _clock.GetUtcNow().ToUnixTimeMilliseconds() });
        if (changed > 0)
        {
            await _audit.WriteAsync(write, new AuditEntry("account.confirmed", actor, "user", account.PublicId, account.PrincipalId));
        }
    }
}

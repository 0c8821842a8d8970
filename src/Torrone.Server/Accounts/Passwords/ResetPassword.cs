using Torrone.Server.Accounts.Identity;
using Torrone.Server.Accounts.Letters;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Passwords;

/// <summary>A new password by a mailed link, for who has forgotten the old one or never had one.</summary>
public sealed class ResetPassword
{
    private readonly Database _database;
    private readonly OneTimeLinks _links;
    private readonly PasswordRows _rows;
    private readonly ConfirmEmail _confirm;
    private readonly SecurityMail _mail;
    private readonly LetterRequests _requests;

    internal ResetPassword(Database database, OneTimeLinks links, PasswordRows rows, ConfirmEmail confirm, SecurityMail mail, LetterRequests requests)
    {
        _database = database;
        _links = links;
        _rows = rows;
        _confirm = confirm;
        _mail = mail;
        _requests = requests;
    }

    /// <summary>Asks for the letter. Does the same for every address, in the same time.</summary>
    public Task AskAsync(string email, string site) => _requests.AskAsync(LetterRequests.Reset, email, site);

    /// <summary>Writes the letter if the address has an account.</summary>
    internal async Task WriteLetterAsync(WriteTransaction write, string email, string site)
    {
        if (await AccountDirectory.FindByEmailAsync(write, email) is { IsLocked: false } account
            && await _links.MayWriteAgainAsync(write, LinkPurpose.Reset, account.PrincipalId))
        {
            string token = await _links.IssueAsync(write, LinkPurpose.Reset, account.PrincipalId, OneTimeLinks.ResetLife);
            await _mail.SendAsync(write, account.PrincipalId, name => AccountLetters.Reset(site, name, token));
        }
    }

    /// <summary>Whose password the link sets; null when it is used, expired or none. Takes nothing.</summary>
    public Task<Account?> WhoseAsync(string? token) => _database.ReadAsync(async read =>
        await _links.PeekAsync(read, LinkPurpose.Reset, token) is { UserId: { } userId } ? await AccountDirectory.FindAsync(read, userId) : null);

    /// <summary>
    /// Takes the link and sets the password: every session ends, a pause after wrong tries is over, and the address counts as confirmed,
    /// since its holder opened the letter.
    /// </summary>
    /// <returns>Null when the link is used, expired or none; else problems, or nothing.</returns>
    public async Task<IReadOnlyList<AccountProblem>?> RunAsync(string? token, string password, string site, Actor actor)
    {
        if (await WhoseAsync(token) is not { } account)
        {
            return null;
        }

        if (PasswordRules.Check(password, account.Name, account.Email) is { } problem)
        {
            return [problem];
        }

        string hash = _rows.Hash(password);
        return await _database.WriteAsync(async write =>
        {
            if (await _links.TakeAsync(write, LinkPurpose.Reset, token) is null)
            {
                return null;
            }

            await _rows.SetAsync(write, account, hash, null, "password.reset", site, actor);
            await AccountRows.ForgetFailuresAsync(write, account.PrincipalId);
            await AccountRows.LockOutAsync(write, account.PrincipalId, null);
            await _confirm.MarkAsync(write, account, actor);
            return (IReadOnlyList<AccountProblem>)[];
        });
    }
}

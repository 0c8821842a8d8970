using Torrone.Server.Accounts.Links;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts;

/// <summary>Adds a person by somebody else's word, whose right to it the caller has checked: an administrator, or the command line.</summary>
public sealed class AddPerson
{
    private readonly CreateAccount _create;
    private readonly OneTimeLinks _links;
    private readonly AuditLog _audit;

    internal AddPerson(CreateAccount create, OneTimeLinks links, AuditLog audit)
    {
        _create = create;
        _links = links;
        _audit = audit;
    }

    /// <summary>Makes the account, confirmed. Without a password, a link lets the person choose one.</summary>
    /// <param name="site">What the link begins with.</param>
    public async Task<AddedPerson> RunAsync(NewAccount wanted, string site, Actor actor)
    {
        CreateAccount.Prepared prepared = _create.Prepare(wanted with { IsConfirmed = true });
        return prepared.Problems.Count > 0
            ? new AddedPerson(null, null, prepared.Problems)
            : await _create.AgainOnRaceAsync(async write =>
            {
                CreateAccountAnswer answer = await _create.InsertAsync(write, prepared, actor);
                return answer.Account is { } account
                    ? new AddedPerson(account, account.HasPassword ? null : await MakeLinkAsync(write, account, site, actor), [])
                    : new AddedPerson(null, null, answer.Problems);
            }, CancellationToken.None);
    }

    /// <summary>A fresh link, to be given by hand, for who has no password yet or waits for confirmation; earlier ones die.</summary>
    internal async Task<string> MakeLinkAsync(WriteTransaction write, Account account, string site, Actor actor)
    {
        (string purpose, string path) = account.HasPassword ? (LinkPurpose.Confirm, "/account/confirm") : (LinkPurpose.Reset, "/account/reset");
        string token = await _links.IssueAsync(write, purpose, account.PrincipalId, OneTimeLinks.ConfirmLife);
        await _audit.WriteAsync(write, new AuditEntry("account.link-made", actor, "user", account.PublicId, account.PrincipalId, After: purpose));
        return $"{site}{path}?token={token}";
    }
}

using Torrone.Server.Accounts.Emails;
using Torrone.Server.Accounts.Letters;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Accounts.Names;
using Torrone.Server.Accounts.SetUp;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Mail;

namespace Torrone.Server.Accounts;

/// <summary>
/// Creating one's own account. Names are public, addresses are not: an address that has an account already gets the same answer as a new
/// one, and its holder a letter. The name asked for is then taken as well, or asking for it again would tell.
/// </summary>
public sealed class Register
{
    private readonly CreateAccount _create;
    private readonly RegistrationPolicy _policy;
    private readonly FirstAdministrator _first;
    private readonly OneTimeLinks _links;
    private readonly Outbox _outbox;
    private readonly AuditLog _audit;
    private readonly EmailDomains _domains;
    private readonly TimeProvider _clock;

    internal Register(
        CreateAccount create, RegistrationPolicy policy, FirstAdministrator first, OneTimeLinks links, Outbox outbox, AuditLog audit,
        EmailDomains domains, TimeProvider clock)
    {
        _create = create;
        _policy = policy;
        _first = first;
        _links = links;
        _outbox = outbox;
        _audit = audit;
        _domains = domains;
        _clock = clock;
    }

    /// <summary>True when the page may offer its form now.</summary>
    public async Task<bool> IsOfferedAsync() => _policy.Mode == RegistrationMode.Open && await _first.IsThereAsync();

    /// <summary>Creates the account, unconfirmed, and writes to its address.</summary>
    /// <param name="site">What mailed links begin with.</param>
    /// <returns>Problems; none when a letter is on its way, whichever it is.</returns>
    public async Task<IReadOnlyList<AccountProblem>> RunAsync(NewAccount wanted, string site, Actor actor, CancellationToken cancellation = default)
    {
        if (!await IsOfferedAsync())
        {
            return [new AccountProblem("", "RegistrationClosed")];
        }

        CreateAccount.Prepared prepared = _create.Prepare(wanted with { IsAdmin = false, IsConfirmed = false });
        IReadOnlyList<AccountProblem> problems = _domains.Allows(prepared.Record.Email)
            ? prepared.Problems
            : [.. prepared.Problems.Where(p => p.Field != "Email"), new AccountProblem("Email", prepared.Problems.FirstOrDefault(p => p.Field == "Email")?.Code ?? "EmailDomain")];
        return problems.Count > 0
            ? problems
            : await _create.AgainOnRaceAsync(write => InsertAsync(write, prepared, site, actor), cancellation);
    }

    private async Task<IReadOnlyList<AccountProblem>> InsertAsync(
        WriteTransaction write, CreateAccount.Prepared prepared, string site, Actor actor)
    {
        string name = prepared.Record.Name;
        if (await PrincipalNames.IsTakenAsync(write, name, _clock.GetUtcNow().ToUnixTimeMilliseconds()))
        {
            return [new AccountProblem("Name", "NameTaken")];
        }

        if (await KeptEmails.HolderAsync(write, prepared.Record.Email, _clock.GetUtcNow().ToUnixTimeMilliseconds()) is { } holder)
        {
            await TellHolderAsync(write, holder, prepared.Record.Email, name, site, actor);
            return [];
        }

        CreateAccountAnswer answer = await _create.InsertAsync(write, prepared, actor);
        if (answer.Account is not { } account)
        {
            return answer.Problems;
        }

        string token = await _links.IssueAsync(write, LinkPurpose.Confirm, account.PrincipalId, OneTimeLinks.ConfirmLife);
        await _outbox.EnqueueAsync(write, AccountLetters.Confirm(site, account.Name, token).To(account.Email));
        return [];
    }

    private async Task TellHolderAsync(WriteTransaction write, Account holder, string address, string name, string site, Actor actor)
    {
        bool mayWrite = await _links.MayWriteAgainAsync(write, LinkPurpose.TakenName, holder.PrincipalId);
        await _links.KeepNameAsync(write, name, holder.PrincipalId);
        await _audit.WriteAsync(write, new AuditEntry("account.asked-again", actor, "user", holder.PublicId, holder.PrincipalId));
        if (mayWrite)
        {
            await _outbox.EnqueueAsync(write, AccountLetters.KnownAddress(site, holder.Name).To(KeptEmails.Spelled(holder, address)));
        }
    }
}

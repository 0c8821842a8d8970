using Torrone.Server.Accounts.Emails;
using Torrone.Server.Accounts.Letters;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Mail;
using Torrone.Server.Settings;

namespace Torrone.Server.Accounts.Invitations;

/// <summary>
/// An account by invitation. The address that an administrator named is confirmed by that word; one that the person chooses must be
/// confirmed by a letter, unless the gallery has no mail server that could bring it.
/// </summary>
public sealed class AcceptInvitation
{
    private const int LongestToken = 64;

    private readonly Database _database;
    private readonly CreateAccount _create;
    private readonly RegistrationPolicy _policy;
    private readonly EmailDomains _domains;
    private readonly OneTimeLinks _links;
    private readonly SignIn _signIn;
    private readonly Outbox _outbox;
    private readonly AuditLog _audit;
    private readonly TorroneSettings _settings;
    private readonly TimeProvider _clock;

    internal AcceptInvitation(Database database, CreateAccount create, RegistrationPolicy policy, EmailDomains domains, OneTimeLinks links,
        SignIn signIn, Outbox outbox, AuditLog audit, TorroneSettings settings, TimeProvider clock)
    {
        _database = database;
        _create = create;
        _policy = policy;
        _domains = domains;
        _links = links;
        _signIn = signIn;
        _outbox = outbox;
        _audit = audit;
        _settings = settings;
        _clock = clock;
    }

    /// <summary>The open invitation behind a link; null when it is over, or nobody may join. Takes nothing.</summary>
    public async Task<GalleryInvitation?> PeekAsync(string? token) => _policy.Mode == RegistrationMode.Closed || token is null or { Length: > LongestToken }
        ? null
        : await _database.ReadAsync(read => FindAsync(read, token));

    /// <summary>Makes the account and takes the invitation: of two who bring it at once, one gets it.</summary>
    /// <param name="wanted">The address counts only where the invitation names none.</param>
    /// <param name="site">What a mailed link begins with.</param>
    public async Task<InvitationAnswer> RunAsync(string? token, NewAccount wanted, string site, Actor actor)
    {
        if (await PeekAsync(token) is not { } invitation)
        {
            return InvitationAnswer.LinkIsOver;
        }

        bool confirmed = invitation.Email is not null || _settings.Smtp.Host.Length == 0;
        string email = invitation.Email ?? wanted.Email.Trim();
        CreateAccount.Prepared prepared = _create.Prepare(wanted with { Email = email, IsAdmin = false, IsConfirmed = confirmed });
        List<AccountProblem> problems = [.. prepared.Problems];
        if (invitation.Email is null && problems.TrueForAll(p => p.Field != "Email") && _domains.Check(email) is { } domain)
        {
            problems.Add(domain);
        }

        return problems.Count > 0
            ? new InvitationAnswer(null, false, problems)
            : await _create.AgainOnRaceAsync(write => RunAsync(write, token!, prepared, confirmed, site, actor), CancellationToken.None);
    }

    private async Task<InvitationAnswer> RunAsync(
        WriteTransaction write, string token, CreateAccount.Prepared prepared, bool confirmed, string site, Actor actor)
    {
        // Takes the row first: who brings the same link at once waits here, and then finds it answered.
        int held = await write.ExecuteAsync(
            "UPDATE invitations SET expires_at = expires_at WHERE token_hash = @hash AND answered_at IS NULL", new { hash = InviteToGallery.Hash(token) });
        if (held == 0 || await FindAsync(write, token) is not { } invitation)
        {
            return InvitationAnswer.LinkIsOver;
        }

        string email = prepared.Record.Email;
        if (!confirmed && await KeptEmails.HolderAsync(write, email, Now()) is { } holder)
        {
            // As for a stranger who registers: nobody learns here which addresses have accounts.
            await TakeAsync(write, token, invitation, actor);
            await _links.KeepNameAsync(write, prepared.Record.Name, holder.PrincipalId);
            await _outbox.EnqueueAsync(write, AccountLetters.KnownAddress(site, holder.Name).To(KeptEmails.Spelled(holder, email)));
            return new InvitationAnswer(null, true, []);
        }

        CreateAccountAnswer made = await _create.InsertAsync(write, prepared, actor);
        if (made.Account is not { } account)
        {
            return new InvitationAnswer(null, false, made.Problems);
        }

        await TakeAsync(write, token, invitation, actor);
        if (confirmed)
        {
            return new InvitationAnswer(await _signIn.BeginAsync(write, account.PrincipalId, account.PublicId, actor), false, []);
        }

        string link = await _links.IssueAsync(write, LinkPurpose.Confirm, account.PrincipalId, OneTimeLinks.ConfirmLife);
        await _outbox.EnqueueAsync(write, AccountLetters.Confirm(site, account.Name, link).To(account.Email));
        return new InvitationAnswer(null, true, []);
    }

    private async Task TakeAsync(WriteTransaction write, string token, GalleryInvitation invitation, Actor actor)
    {
        int taken = await write.ExecuteAsync(
            "UPDATE invitations SET answered_at = @now, answer = 'accepted' WHERE token_hash = @hash AND answered_at IS NULL",
            new { hash = InviteToGallery.Hash(token), now = Now() });
        if (taken != 1)
        {
            throw new InvalidOperationException("The invitation was taken within its own transaction.");
        }

        await _audit.WriteAsync(write, new AuditEntry("gallery.joined", actor, "invitation", invitation.PublicId));
    }

    private Task<GalleryInvitation?> FindAsync(DbSession read, string token) => read.FirstOrDefaultAsync<GalleryInvitation>(
        """
        SELECT i.public_id, i.email, p.name AS invited_by, i.created_at, i.expires_at, i.answered_at, i.answer
        FROM invitations i JOIN principals p ON p.id = i.invited_by
        WHERE i.token_hash = @hash AND i.organization_id IS NULL AND i.answered_at IS NULL AND i.expires_at > @now
        """, new { hash = InviteToGallery.Hash(token), now = Now() });

    private long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();
}

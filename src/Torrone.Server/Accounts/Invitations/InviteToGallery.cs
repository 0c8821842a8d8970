using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Torrone.Server.Accounts.Emails;
using Torrone.Server.Accounts.Letters;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Invitations;

/// <summary>
/// Invitations by an administrator. The link is shown to be copied, so that they work without a mail server; with an address, a letter
/// carries it as well.
/// </summary>
public sealed class InviteToGallery(Database database, SecurityMail mail, RegistrationPolicy policy, AuditLog audit, TimeProvider clock)
{
    /// <summary>How long an invitation may live, in days, the default first.</summary>
    public static readonly IReadOnlyList<int> Lives = [7, 1, 30];

    private const int MostOpen = 1000;

    /// <summary>False where the setting says that nobody may join.</summary>
    public bool IsOffered => policy.Mode != RegistrationMode.Closed;

    /// <summary>Makes an invitation.</summary>
    /// <param name="email">Where the letter goes, and the address of the account; null or empty for a link alone.</param>
    /// <param name="days">One of <see cref="Lives"/>; anything else is the default.</param>
    /// <param name="site">What the link begins with.</param>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<InviteAnswer> RunAsync(SignedIn person, string? email, int days, string site, Actor who) => database.WriteAsync(async write =>
    {
        await Administrators.DemandAsync(write, person);
        string? address = string.IsNullOrWhiteSpace(email) ? null : email.Trim();
        long now = Now();
        AccountProblem? problem = !IsOffered ? new AccountProblem("", "RegistrationClosed")
            : address is not null && EmailRules.Check(address) is { } malformed ? malformed
            : address is not null && await KeptEmails.HolderAsync(write, address, now) is not null ? new AccountProblem("Email", "EmailTaken")
            : await OpenAsync(write, now) >= MostOpen ? new AccountProblem("", "InvitationsTooMany")
            : null;
        if (problem is not null)
        {
            return new InviteAnswer(null, 0, [problem]);
        }

        if (address is not null)
        {
            // The newest letter is the one that works.
            await write.ExecuteAsync(
                """
                UPDATE invitations SET answered_at = @now, answer = 'cancelled'
                WHERE organization_id IS NULL AND answered_at IS NULL AND lower(email) = @lower
                """, new { now, lower = address.ToLowerInvariant() });
        }

        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        string publicId = PublicId.New();
        long until = now + (Lives.Contains(days) ? days : Lives[0]) * (long)TimeSpan.FromDays(1).TotalMilliseconds;
        await write.ExecuteAsync(
            """
            INSERT INTO invitations (public_id, email, token_hash, invited_by, created_at, expires_at)
            VALUES (@publicId, @address, @hash, @PrincipalId, @now, @until)
            """, new { publicId, address, hash = Hash(token), person.PrincipalId, now, until });
        await audit.WriteAsync(write, new AuditEntry("gallery.invited", who, "invitation", publicId, After: address is null ? null : EmailRules.Mask(address)));
        if (address is not null)
        {
            await mail.SendAsync(write, address, null, () => SecurityLetters.Invitation(site, person.Name, token, until));
        }

        return new InviteAnswer($"{site}/account/invitation?token={token}", until, []);
    });

    /// <summary>Invitations to the gallery: open ones first, then the last that were answered or have expired; at most 200.</summary>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<List<GalleryInvitation>> ListAsync(SignedIn person, CancellationToken cancellation = default) => database.ReadAsync(async read =>
    {
        await Administrators.DemandAsync(read, person);
        return await read.QueryAsync<GalleryInvitation>(
            """
            SELECT i.public_id, i.email, p.name AS invited_by, i.created_at, i.expires_at, i.answered_at, i.answer
            FROM invitations i JOIN principals p ON p.id = i.invited_by WHERE i.organization_id IS NULL
            ORDER BY CASE WHEN i.answered_at IS NULL AND i.expires_at > @now THEN 0 ELSE 1 END, i.id DESC LIMIT 200
            """, new { now = Now() });
    }, cancellation);

    /// <summary>Cancels an open invitation; its link dies. False when there is none such.</summary>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<bool> CancelAsync(SignedIn person, string publicId, Actor who) => database.WriteAsync(async write =>
    {
        await Administrators.DemandAsync(write, person);
        bool done = await write.ExecuteAsync(
            "UPDATE invitations SET answered_at = @now, answer = 'cancelled' WHERE public_id = @publicId AND organization_id IS NULL AND answered_at IS NULL",
            new { publicId, now = Now() }) > 0;
        if (done)
        {
            await audit.WriteAsync(write, new AuditEntry("gallery.invitation-cancelled", who, "invitation", publicId));
        }

        return done;
    });

    internal static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static Task<long> OpenAsync(DbSession read, long now) => read.ScalarAsync<long>(
        "SELECT count(*) FROM invitations WHERE organization_id IS NULL AND answered_at IS NULL AND expires_at > @now", new { now });

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}

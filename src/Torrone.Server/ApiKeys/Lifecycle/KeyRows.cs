using Torrone.Server.Data;
using Torrone.Server.Feeds;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Writes keys' rows. Whoever calls has checked everything.</summary>
public sealed class KeyRows(FeedDirectory feeds)
{
    // As long as the change of address can be undone from the old one.
    private const long HeldAfterEmailChange = 7 * KeyWarnings.Day;

    internal async Task<(long KeyId, string PublicId)> InsertAsync(
        WriteTransaction write, KeyCaller caller, long principalId, char type, KeyContents contents, long? parentId, long now)
    {
        string publicId = PublicId.New();
        long keyId = await write.ScalarAsync<long>(
            """
            INSERT INTO api_keys (public_id, type_letter, principal_id, creator_id, parent_id, name, created_at, expires_at, lifetime_days,
                single_use, held_at, warned_days)
            VALUES (@publicId, @type, @principalId, @creator, @parentId, @Name, @now, @ExpiresAt, @LifetimeDays, @single, @held, @warned)
            RETURNING id
            """, new
            {
                publicId, type = type.ToString(), principalId, creator = caller.Who.PrincipalId ?? principalId, parentId, contents.Name, now,
                contents.ExpiresAt, contents.LifetimeDays, single = contents.SingleUse ? 1 : 0, held = await IsHeldAsync(write, caller, now) ? now : (long?)null,
                warned = ExpiryLetters.AlreadyKnown(contents.ExpiresAt - now),
            });
        return (keyId, publicId);
    }

    /// <summary>Gives the key its scopes and limits in the place of others.</summary>
    internal async Task KeepContentsAsync(WriteTransaction write, long keyId, KeyOwner owner, KeyContents contents)
    {
        await write.ExecuteAsync("DELETE FROM api_key_scopes WHERE key_id = @keyId", new { keyId });
        await write.ExecuteAsync(
            """
            INSERT INTO api_key_scopes (key_id, feed_id, owner_id, membership_id, action, subject_kind, subject)
            VALUES (@keyId, @feed, @owner, @membership, @action, @kind, @subject)
            """,
            from action in contents.Actions
            from subject in contents.Subjects
            select new
            {
                keyId, feed = feeds.Main.Id, owner = owner.Id, membership = owner.MembershipId, action = action.Name(), kind = subject.Kind,
                subject = subject.Subject,
            });
        await contents.Restrictions.KeepAsync(write, keyId);
    }

    /// <summary>
    /// Who has taken over an account changes its address first, and then makes keys: those wait for another proof. A key that another key
    /// makes does not, because its maker was there before.
    /// </summary>
    private static async Task<bool> IsHeldAsync(DbSession read, KeyCaller caller, long now) =>
        caller.Key is null && caller.Who.PrincipalId is { } person && await read.ScalarAsync<long>(
            "SELECT count(*) FROM users WHERE principal_id = @person AND email_changed_at > @since",
            new { person, since = now - HeldAfterEmailChange }) > 0;
}

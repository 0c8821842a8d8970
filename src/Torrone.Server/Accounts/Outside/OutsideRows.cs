using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Outside;

/// <summary>The links between accounts and outside identities: by issuer and subject, never by e-mail.</summary>
internal static class OutsideRows
{
    /// <summary>Whose identity it is; null when it is linked to nobody.</summary>
    public static Task<long?> WhoseAsync(DbSession read, OutsideIdentity identity) => read.ScalarAsync<long?>(
        "SELECT user_id FROM user_logins WHERE provider = @Issuer AND subject = @Subject", new { identity.Issuer, identity.Subject });

    public static Task<List<OutsideLogin>> OfAsync(DbSession read, long userId) => read.QueryAsync<OutsideLogin>(
        "SELECT provider, subject, display_name, created_at FROM user_logins WHERE user_id = @userId ORDER BY created_at, provider, subject", new { userId });

    /// <summary>False when the identity is linked already.</summary>
    public static async Task<bool> LinkAsync(WriteTransaction write, long userId, OutsideIdentity identity, long now) => await write.ExecuteAsync(
        """
        INSERT INTO user_logins (provider, subject, user_id, display_name, created_at) VALUES (@Issuer, @Subject, @userId, @Name, @now)
        ON CONFLICT (provider, subject) DO NOTHING
        """, new { identity.Issuer, identity.Subject, userId, identity.Name, now }) == 1;

    public static async Task<bool> UnlinkAsync(WriteTransaction write, long userId, string provider, string subject) => await write.ExecuteAsync(
        "DELETE FROM user_logins WHERE user_id = @userId AND provider = @provider AND subject = @subject", new { userId, provider, subject }) == 1;
}

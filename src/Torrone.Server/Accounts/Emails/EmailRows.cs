using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Emails;

/// <summary>The statement that gives an account an address.</summary>
internal static class EmailRows
{
    /// <summary>
    /// Sets a confirmed address. Its time is noted: keys that are made within days after it wait for a fresh proof, because a change of
    /// address is how a stolen session becomes a stolen account.
    /// </summary>
    public static Task<int> SetAsync(WriteTransaction write, long userId, string address, long now) => write.ExecuteAsync(
        """
        UPDATE users SET email = @address, lower_email = @lower, email_confirmed_at = @now, email_changed_at = @now, pending_email = NULL
        WHERE principal_id = @userId
        """, new { userId, address, lower = address.ToLowerInvariant(), now });
}

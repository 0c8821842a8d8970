using Torrone.Server.Accounts.Links;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Emails;

/// <summary>To whom an address belongs: whose it is, or who may still take it back.</summary>
internal static class KeptEmails
{
    /// <summary>The account that has the address or can undo giving it up; null when it is free.</summary>
    /// <param name="now">UTC Unix milliseconds.</param>
    public static async Task<Account?> HolderAsync(DbSession read, string email, long now) =>
        await AccountDirectory.FindByEmailAsync(read, email)
        ?? (await read.FirstOrDefaultAsync<long?>(
            """
            SELECT user_id FROM one_time_links
            WHERE purpose = @purpose AND payload = @email AND used_at IS NULL AND expires_at > @now ORDER BY created_at LIMIT 1
            """, new { purpose = LinkPurpose.UndoEmail, email = email.Trim().ToLowerInvariant(), now }) is { } holder
            ? await AccountDirectory.FindAsync(read, holder)
            : null);

    /// <summary>Where a letter to the holder of an address goes: to that address, as the holder spells it.</summary>
    public static string Spelled(Account holder, string address) =>
        holder.Email.Equals(address.Trim(), StringComparison.OrdinalIgnoreCase) ? holder.Email : address.Trim();
}

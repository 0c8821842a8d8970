using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Links;

/// <summary>Links that work once and not for long. The link carries 256 random bits, the row their SHA-256.</summary>
internal sealed class OneTimeLinks(TimeProvider clock)
{
    public static readonly TimeSpan ConfirmLife = TimeSpan.FromHours(24);
    public static readonly TimeSpan ResetLife = TimeSpan.FromHours(1);
    public static readonly TimeSpan UndoEmailLife = TimeSpan.FromDays(7);
    public static readonly TimeSpan SetUpLife = TimeSpan.FromHours(24);

    // Longer than any address of ours, shorter than what would cost anything.
    private const int LongestToken = 64;

    // A stranger who asks for somebody else's letters over and over fills no mailbox.
    private const int LettersPerHour = 5;

    /// <summary>Makes a link. Earlier ones for the same purpose and person die: the newest letter is the one that works.</summary>
    /// <returns>The token, kept nowhere else.</returns>
    public async Task<string> IssueAsync(WriteTransaction write, string purpose, long? userId, TimeSpan life)
    {
        long now = Now();
        await write.ExecuteAsync("DELETE FROM one_time_links WHERE expires_at < @old", new { old = now - (long)TimeSpan.FromDays(1).TotalMilliseconds });
        await write.ExecuteAsync(
            "UPDATE one_time_links SET used_at = @now WHERE purpose = @purpose AND used_at IS NULL AND (user_id = @userId OR (user_id IS NULL AND @userId IS NULL))",
            new { now, purpose, userId });
        return await IssueBesideAsync(write, purpose, userId, life, null);
    }

    /// <summary>As <see cref="IssueAsync"/>, but earlier ones live on.</summary>
    /// <param name="payload">What <see cref="TakeAsync"/> gives back; never a secret.</param>
    public async Task<string> IssueBesideAsync(WriteTransaction write, string purpose, long? userId, TimeSpan life, string? payload)
    {
        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await InsertAsync(write, Hash(token), purpose, userId, payload, life);
        return token;
    }

    /// <summary>Ends a person's links for a purpose: all, or those made at a moment and later.</summary>
    /// <param name="since">UTC Unix milliseconds.</param>
    public Task<int> EndAsync(WriteTransaction write, string purpose, long userId, long since = 0) => write.ExecuteAsync(
        "UPDATE one_time_links SET used_at = @now WHERE user_id = @userId AND purpose = @purpose AND used_at IS NULL AND created_at >= @since",
        new { userId, purpose, since, now = Now() });

    /// <summary>Takes a link: of two who bring it at once, one gets it. Null when it is unknown, used, expired or for something else.</summary>
    public async Task<OneTimeLink?> TakeAsync(WriteTransaction write, string purpose, string? token) =>
        token is null or { Length: > LongestToken } ? null : await write.FirstOrDefaultAsync<OneTimeLink>(
            """
            UPDATE one_time_links SET used_at = @now
            WHERE token_hash = @hash AND purpose = @purpose AND used_at IS NULL AND expires_at > @now
            RETURNING user_id, payload, created_at, expires_at
            """, new { hash = Hash(token), purpose, now = Now() });

    /// <summary>As <see cref="TakeAsync"/>, but leaves the link as it is.</summary>
    public async Task<OneTimeLink?> PeekAsync(DbSession read, string purpose, string? token) =>
        token is null or { Length: > LongestToken } ? null : await read.FirstOrDefaultAsync<OneTimeLink>(
            """
            SELECT user_id, payload, created_at, expires_at FROM one_time_links
            WHERE token_hash = @hash AND purpose = @purpose AND used_at IS NULL AND expires_at > @now
            """, new { hash = Hash(token), purpose, now = Now() });

    /// <summary>False when the person has had enough of these letters within the last hour.</summary>
    public async Task<bool> MayWriteAgainAsync(DbSession read, string purpose, long userId) => await read.ScalarAsync<long>(
        "SELECT count(*) FROM one_time_links WHERE user_id = @userId AND purpose = @purpose AND created_at > @since",
        new { userId, purpose, since = Now() - (long)TimeSpan.FromHours(1).TotalMilliseconds }) < LettersPerHour;

    /// <summary>
    /// Keeps a name from being free while somebody could tell from it whether an address has an account (see Register). PrincipalNames asks for it.
    /// </summary>
    public async Task KeepNameAsync(WriteTransaction write, string name, long userId)
    {
        byte[] hash = HashOfName(name);
        await write.ExecuteAsync("DELETE FROM one_time_links WHERE token_hash = @hash", new { hash });
        await InsertAsync(write, hash, LinkPurpose.TakenName, userId, null, TimeSpan.FromDays(365));
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    // No token holds a colon.
    internal static byte[] HashOfName(string name) => Hash("name:" + name.ToLowerInvariant());

    private Task<int> InsertAsync(WriteTransaction write, byte[] hash, string purpose, long? userId, string? payload, TimeSpan life) => write.ExecuteAsync(
        """
        INSERT INTO one_time_links (token_hash, purpose, user_id, payload, created_at, expires_at)
        VALUES (@hash, @purpose, @userId, @payload, @now, @expires)
        """, new { hash, purpose, userId, payload, now = Now(), expires = Now() + (long)life.TotalMilliseconds });

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Sessions;

/// <summary>
/// Sessions are rows: the cookie carries 256 random bits, the row their SHA-256. Every request asks the row, so that ending a session,
/// locking an account or changing its stamp works with the next request on every node.
/// </summary>
public sealed class SessionStore(Database database, TimeProvider clock)
{
    /// <summary>A session that nobody uses ends after this.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromDays(14);

    /// <summary>A session ends after this however much it is used.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    // Seen again within this: the row is not written, so that reading pages stays reading.
    private static readonly TimeSpan Resolution = TimeSpan.FromMinutes(1);

    // How long a session that is over stays as a row: nothing asks for it any more.
    private static readonly TimeSpan KeptAfter = TimeSpan.FromDays(30);

    // A client may call itself anything, at any length.
    private const int LongestAgent = 256;

    /// <summary>Begins a session in the transaction of the sign-in.</summary>
    /// <returns>What the cookie carries; kept nowhere else.</returns>
    public async Task<StartedSession> StartAsync(WriteTransaction write, long userId, Actor actor)
    {
        long now = Now();
        string secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        string publicId = PublicId.New();
        await write.ExecuteAsync(
            "DELETE FROM sessions WHERE user_id = @userId AND (expires_at < @old OR ended_at < @old)", new { userId, old = now - Ms(KeptAfter) });
        await write.ExecuteAsync(
            """
            INSERT INTO sessions (id_hash, public_id, user_id, created_at, last_seen_at, expires_at, proved_at, address, user_agent, security_stamp)
            SELECT @hash, @publicId, principal_id, @now, @now, @expires, @now, @address, @agent, security_stamp
            FROM users WHERE principal_id = @userId
            """, new
            {
                hash = Hash(secret),
                publicId,
                userId,
                now,
                expires = now + Ms(Idle),
                address = actor.Address,
                agent = actor.UserAgent is { Length: > LongestAgent } agent ? agent[..LongestAgent] : actor.UserAgent,
            });
        return new StartedSession(secret, publicId, await write.FirstOrDefaultAsync<string>("SELECT language FROM users WHERE principal_id = @userId", new { userId }));
    }

    /// <summary>The living session behind a cookie, or null. Writes that it was seen, at most once a minute.</summary>
    internal async Task<SessionRow?> FindAsync(string secret, CancellationToken cancellation)
    {
        long now = Now();
        byte[] hash = Hash(secret);
        SessionRow? row = await database.ReadAsync(read => read.FirstOrDefaultAsync<SessionRow>(
            """
            SELECT s.user_id, p.public_id AS user_public_id, p.name, u.is_admin, s.public_id, s.created_at, s.last_seen_at, s.proved_at,
                CASE WHEN u.email_confirmed_at IS NULL THEN 0 ELSE 1 END AS is_confirmed
            FROM sessions s JOIN users u ON u.principal_id = s.user_id JOIN principals p ON p.id = s.user_id
            WHERE s.id_hash = @hash AND s.ended_at IS NULL AND s.expires_at > @now AND s.created_at > @oldest
                AND s.security_stamp = u.security_stamp AND p.locked_at IS NULL AND p.deleted_at IS NULL
            """, new { hash, now, oldest = now - Ms(Longest) }), cancellation);
        if (row is not null && now - row.LastSeenAt >= Ms(Resolution))
        {
            await database.WriteAsync(write => write.ExecuteAsync(
                "UPDATE sessions SET last_seen_at = @now, expires_at = @expires WHERE id_hash = @hash AND ended_at IS NULL",
                new { hash, now, expires = Math.Min(now + Ms(Idle), row.CreatedAt + Ms(Longest)) }), CancellationToken.None);
        }

        return row;
    }

    /// <summary>A person's living sessions, the last used first.</summary>
    public Task<List<OpenSession>> ListAsync(long userId, CancellationToken cancellation = default) => database.ReadAsync(
        read => read.QueryAsync<OpenSession>(
            """
            SELECT s.public_id, s.created_at, s.last_seen_at, s.address, s.user_agent
            FROM sessions s JOIN users u ON u.principal_id = s.user_id
            WHERE s.user_id = @userId AND s.ended_at IS NULL AND s.expires_at > @now AND s.security_stamp = u.security_stamp
            ORDER BY s.last_seen_at DESC, s.created_at DESC LIMIT 100
            """, new { userId, now = Now() }), cancellation);

    /// <summary>Ends one of a person's sessions. True when it was alive.</summary>
    public async Task<bool> EndAsync(WriteTransaction write, long userId, string publicId) => await write.ExecuteAsync(
        "UPDATE sessions SET ended_at = @now WHERE user_id = @userId AND public_id = @publicId AND ended_at IS NULL",
        new { userId, publicId, now = Now() }) > 0;

    /// <summary>Ends all of a person's sessions but one; null spares none. Answers how many were alive.</summary>
    public Task<int> EndOthersAsync(WriteTransaction write, long userId, string? sparedPublicId) => write.ExecuteAsync(
        "UPDATE sessions SET ended_at = @now WHERE user_id = @userId AND ended_at IS NULL AND public_id <> @spared",
        new { userId, spared = sparedPublicId ?? "", now = Now() });

    /// <summary>Lets the session that changed the password live on under the new stamp; its holder has just proved to be the account's.</summary>
    internal Task<int> CarryOverAsync(WriteTransaction write, long userId, string? publicId, string stamp) => write.ExecuteAsync(
        "UPDATE sessions SET security_stamp = @stamp, proved_at = @now WHERE user_id = @userId AND public_id = @publicId AND ended_at IS NULL",
        new { userId, publicId = publicId ?? "", stamp, now = Now() });

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static long Ms(TimeSpan time) => (long)time.TotalMilliseconds;

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}

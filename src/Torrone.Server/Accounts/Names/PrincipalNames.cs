using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Names;

/// <summary>
/// The one name space of people and organizations. A name is never given to somebody else: not after its holder was deleted, and not
/// after its holder took another one, because whoever relied on it (a link, a habit, a build) would be led to a stranger.
/// </summary>
public static class PrincipalNames
{
    /// <summary>New names within a year, so that nobody keeps names by passing through them.</summary>
    public const int RenamesPerYear = 3;

    /// <summary>True when the name cannot be had: it is, was or is kept to be somebody's. Its own former names are free to a principal.</summary>
    /// <param name="now">UTC Unix milliseconds.</param>
    /// <param name="holder">The principal who wants it; null for one that is still to be made.</param>
    public static async Task<bool> IsTakenAsync(DbSession read, string name, long now, long? holder = null)
    {
        string lower = name.Trim().ToLowerInvariant();
        return await read.ScalarAsync<long>(
            """
            SELECT (SELECT count(*) FROM principals WHERE lower_name = @lower AND id <> @holder)
                + (SELECT count(*) FROM former_names WHERE lower_name = @lower AND principal_id <> @holder)
                + (SELECT count(*) FROM one_time_links WHERE token_hash = @kept AND expires_at > @now)
            """, new { lower, holder = holder ?? 0, kept = Links.OneTimeLinks.HashOfName(lower), now }) > 0;
    }

    /// <summary>True unless the principal has had <see cref="RenamesPerYear"/> new names within the last 365 days.</summary>
    public static async Task<bool> MayRenameAsync(DbSession read, long principalId, long now) => await read.ScalarAsync<long>(
        "SELECT count(*) FROM former_names WHERE principal_id = @principalId AND since > @year",
        new { principalId, year = now - (long)TimeSpan.FromDays(365).TotalMilliseconds }) < RenamesPerYear;

    /// <summary>
    /// Gives a person or organization a new name and keeps the old one, which leads to the new. Whether the name may be had, and who may
    /// ask, is for the caller to say; a name that is taken by somebody meanwhile is a unique violation.
    /// </summary>
    public static async Task RenameAsync(WriteTransaction write, long principalId, string newName, long now)
    {
        string lower = newName.ToLowerInvariant();
        await write.ExecuteAsync("DELETE FROM former_names WHERE lower_name = @lower AND principal_id = @principalId", new { lower, principalId });
        await write.ExecuteAsync(
            "INSERT INTO former_names (lower_name, principal_id, since) SELECT lower_name, id, @now FROM principals WHERE id = @principalId AND lower_name <> @lower",
            new { principalId, lower, now });
        await write.ExecuteAsync("UPDATE principals SET name = @newName, lower_name = @lower WHERE id = @principalId", new { principalId, newName, lower });
    }

    /// <summary>The name of who had this one before, for a redirect; null when nobody did or they are gone.</summary>
    public static Task<string?> FindCurrentAsync(DbSession read, string formerName) => read.FirstOrDefaultAsync<string>(
        """
        SELECT p.name FROM former_names f JOIN principals p ON p.id = f.principal_id WHERE f.lower_name = @lower AND p.deleted_at IS NULL
        """, new { lower = formerName.Trim().ToLowerInvariant() });
}

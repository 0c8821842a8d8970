using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Identity;

/// <summary>The statements on principals and users, for the Identity store and for the operations' own transactions.</summary>
internal static class AccountRows
{
    private const string Columns =
        """
        SELECT p.id AS principal_id, p.public_id, p.name, u.email, u.email_confirmed_at, u.password_hash, u.security_stamp,
            u.security_stamp AS loaded_stamp, u.access_failed_count, u.lockout_end, p.locked_at, u.is_admin,
            u.two_factor_enabled
        FROM principals p JOIN users u ON u.principal_id = p.id
        WHERE p.deleted_at IS NULL AND p.kind = 0
        """;

    public static Task<AccountRecord?> FindAsync(DbSession read, long principalId) =>
        read.FirstOrDefaultAsync<AccountRecord>($"{Columns} AND p.id = @principalId", new { principalId });

    public static Task<AccountRecord?> FindByPublicIdAsync(DbSession read, string publicId) =>
        read.FirstOrDefaultAsync<AccountRecord>($"{Columns} AND p.public_id = @publicId", new { publicId });

    public static Task<AccountRecord?> FindByLowerNameAsync(DbSession read, string lowerName) =>
        read.FirstOrDefaultAsync<AccountRecord>($"{Columns} AND p.lower_name = @lowerName", new { lowerName });

    public static Task<AccountRecord?> FindByLowerEmailAsync(DbSession read, string lowerEmail) =>
        read.FirstOrDefaultAsync<AccountRecord>($"{Columns} AND u.lower_email = @lowerEmail", new { lowerEmail });

    /// <summary>Fills in the record's number.</summary>
    public static async Task InsertAsync(WriteTransaction write, AccountRecord account, long now)
    {
        account.PrincipalId = await write.ScalarAsync<long>(
            """
            INSERT INTO principals (public_id, kind, name, lower_name, created_at)
            VALUES (@PublicId, 0, @Name, @lower, @now) RETURNING id
            """, new { account.PublicId, account.Name, lower = account.Name.ToLowerInvariant(), now });
        await write.ExecuteAsync(
            """
            INSERT INTO users (principal_id, email, lower_email, email_confirmed_at, password_hash, security_stamp, is_admin, language)
            VALUES (@PrincipalId, @Email, @lower, @EmailConfirmedAt, @PasswordHash, @SecurityStamp, @admin, @Language)
            """, new
            {
                account.PrincipalId,
                account.Email,
                lower = account.Email.ToLowerInvariant(),
                account.EmailConfirmedAt,
                account.PasswordHash,
                account.SecurityStamp,
                account.Language,
                admin = account.IsAdmin ? 1L : 0L,
            });
        account.LoadedStamp = account.SecurityStamp;
    }

    /// <summary>
    /// Writes what Identity changes on the record; the lockout's columns have statements of their own. False when the stamp is no longer
    /// the one that was read.
    /// </summary>
    public static async Task<bool> UpdateAsync(WriteTransaction write, AccountRecord account)
    {
        int rows = await write.ExecuteAsync(
            """
            UPDATE users SET email = @Email, lower_email = @lower, email_confirmed_at = @EmailConfirmedAt, password_hash = @PasswordHash,
                security_stamp = @SecurityStamp
            WHERE principal_id = @PrincipalId AND security_stamp = @LoadedStamp
            """, new
            {
                account.Email,
                lower = account.Email.ToLowerInvariant(),
                account.EmailConfirmedAt,
                account.PasswordHash,
                account.SecurityStamp,
                account.PrincipalId,
                account.LoadedStamp,
            });
        account.LoadedStamp = rows == 1 ? account.SecurityStamp : account.LoadedStamp;
        return rows == 1;
    }

    /// <summary>One statement: of a hundred wrong passwords at once, none goes uncounted.</summary>
    public static Task<long> CountFailureAsync(WriteTransaction write, long principalId) => write.ScalarAsync<long>(
        "UPDATE users SET access_failed_count = access_failed_count + 1 WHERE principal_id = @principalId RETURNING access_failed_count",
        new { principalId });

    public static Task<int> ForgetFailuresAsync(WriteTransaction write, long principalId) =>
        write.ExecuteAsync("UPDATE users SET access_failed_count = 0 WHERE principal_id = @principalId", new { principalId });

    public static Task<int> LockOutAsync(WriteTransaction write, long principalId, long? until) =>
        write.ExecuteAsync("UPDATE users SET lockout_end = @until WHERE principal_id = @principalId", new { principalId, until });
}

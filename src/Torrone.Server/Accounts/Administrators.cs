using Torrone.Server.Data;

namespace Torrone.Server.Accounts;

/// <summary>Whether somebody administers this installation, asked in the read or write that depends on it.</summary>
public static class Administrators
{
    /// <exception cref="NotAdministratorException">The person is none now, whatever the session said when the request began.</exception>
    public static async Task DemandAsync(DbSession read, SignedIn person)
    {
        if (await read.ScalarAsync<long>(
            """
            SELECT count(*) FROM users u JOIN principals p ON p.id = u.principal_id
            WHERE p.id = @PrincipalId AND u.is_admin = 1 AND p.locked_at IS NULL AND p.deleted_at IS NULL
            """, new { person.PrincipalId }) == 0)
        {
            throw new NotAdministratorException();
        }
    }

    /// <summary>True when no other administrator is left who could sign in.</summary>
    public static async Task<bool> IsLastAsync(DbSession read, long principalId) => await read.ScalarAsync<long>(
        """
        SELECT (SELECT count(*) FROM users WHERE principal_id = @principalId AND is_admin = 1)
            * (CASE WHEN EXISTS (SELECT 1 FROM users u JOIN principals p ON p.id = u.principal_id
                WHERE u.is_admin = 1 AND p.id <> @principalId AND p.locked_at IS NULL AND p.deleted_at IS NULL) THEN 0 ELSE 1 END)
        """, new { principalId }) > 0;
}

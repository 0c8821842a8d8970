using Torrone.Server.Data;

namespace Torrone.Server.Organizations;

/// <summary>Whether a member has the second factor that an organization's policy may demand: an authenticator app or a passkey.</summary>
internal static class SecondFactors
{
    /// <summary>SQL over a row of users called u: 1 when the person has one.</summary>
    public const string HasOne =
        "CASE WHEN u.two_factor_enabled <> 0 OR EXISTS (SELECT 1 FROM passkeys k WHERE k.user_id = u.principal_id) THEN 1 ELSE 0 END";

    /// <summary>True when the person has one.</summary>
    public static async Task<bool> HasAsync(DbSession read, long userId) => await read.ScalarAsync<long>(
        $"SELECT {HasOne} FROM users u WHERE u.principal_id = @userId", new { userId }) != 0;

    /// <summary>True when the organization demands one that the person has not.</summary>
    public static async Task<bool> LacksAsync(DbSession read, long organizationId, long userId) => await read.ScalarAsync<long>(
        $"""
         SELECT count(*) FROM organizations o, users u
         WHERE o.principal_id = @organizationId AND o.second_factor_required <> 0 AND u.principal_id = @userId AND {HasOne} = 0
         """, new { organizationId, userId }) > 0;
}

using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Factors;

/// <summary>The statements on what a person can prove with.</summary>
internal static class FactorRows
{
    /// <summary>How the person can prove to be the account's holder.</summary>
    public static async Task<ProofWays> WaysAsync(DbSession read, long principalId)
    {
        Has has = await read.FirstOrDefaultAsync<Has>(
            """
            SELECT (SELECT count(*) FROM passkeys WHERE user_id = @principalId) AS passkeys,
                CASE WHEN u.authenticator_secret IS NOT NULL THEN 1 ELSE 0 END AS has_authenticator,
                CASE WHEN u.password_hash IS NULL THEN 0 ELSE 1 END AS has_password
            FROM users u WHERE u.principal_id = @principalId
            """, new { principalId }) ?? new Has();
        List<string> providers = await read.QueryAsync<string>(
            "SELECT DISTINCT provider FROM user_logins WHERE user_id = @principalId ORDER BY provider", new { principalId });
        return new ProofWays(has.Passkeys, has.HasAuthenticator, has.HasPassword, providers);
    }

    private sealed class Has
    {
        public long Passkeys { get; init; }

        public bool HasAuthenticator { get; init; }

        public bool HasPassword { get; init; }
    }
}

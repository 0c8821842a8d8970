using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys;

/// <summary>Finds a key by its secret. Always asks the database, so that a key revoked on one node fails on every node at once.</summary>
public sealed class KeyLookup(Database database, KeyHash hash)
{
    private const string KeySql =
        """
        SELECT s.id AS secret_id, k.id AS key_id, k.public_id, k.name, k.type_letter, k.principal_id, p.name AS principal_name,
            p.public_id AS principal_public_id, p.kind AS principal_kind, p.locked_at AS principal_locked_at,
            p.deleted_at AS principal_deleted_at, u.email_confirmed_at AS principal_confirmed_at, k.expires_at, k.revoked_at,
            k.frozen_at, k.deleted_at, s.ends_at AS secret_ends_at
        FROM api_key_secrets s
        JOIN api_keys k ON k.id = s.key_id
        JOIN principals p ON p.id = k.principal_id
        LEFT JOIN users u ON u.principal_id = p.id
        """;

    private const string BySecret = KeySql + " WHERE s.hash = @mac AND s.pepper_version = @version";
    private const string ById = KeySql + " WHERE s.id = @secret";

    // The membership must be the very row the scope was made under, still standing, and between these two.
    private const string ScopeSql =
        """
        SELECT s.feed_id, s.owner_id, o.name AS owner_name, s.membership_id, s.action, s.subject_kind, s.subject,
            o.locked_at AS owner_locked_at, o.deleted_at AS owner_deleted_at,
            CASE WHEN m.id IS NULL THEN 0 ELSE 1 END AS membership_stands
        FROM api_key_scopes s
        JOIN principals o ON o.id = s.owner_id
        LEFT JOIN memberships m ON m.id = s.membership_id AND m.organization_id = s.owner_id AND m.user_id = @principal
            AND m.ended_at IS NULL
        WHERE s.key_id = @key ORDER BY s.id
        """;

    /// <summary>The key with its scopes, whatever its state; null when no row has the secret.</summary>
    public Task<PresentedKey?> FindAsync(KeyText text, CancellationToken cancellation = default) => database.ReadSnapshotAsync(async read =>
    {
        foreach (int version in hash.Versions)
        {
            PresentedKey? key = await read.FirstOrDefaultAsync<PresentedKey>(BySecret, new { mac = hash.Of(text, version), version });
            if (key is not null)
            {
                return await WithScopesAsync(read, key);
            }
        }

        return null;
    }, cancellation);

    /// <summary>
    /// The key as it is now: asked again inside the transaction that a key's use ends in, because it may have been revoked while the
    /// bytes were on their way. Null when the secret is gone.
    /// </summary>
    public static async Task<PresentedKey?> CurrentAsync(DbSession read, PresentedKey presented)
    {
        PresentedKey? key = await read.FirstOrDefaultAsync<PresentedKey>(ById, new { secret = presented.SecretId });
        return key is null ? null : await WithScopesAsync(read, key);
    }

    private static async Task<PresentedKey> WithScopesAsync(DbSession read, PresentedKey key)
    {
        key.Scopes = await read.QueryAsync<PresentedScope>(ScopeSql, new { key = key.KeyId, principal = key.PrincipalId });
        return key;
    }
}

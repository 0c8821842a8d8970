using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys;

/// <summary>Finds a key by its secret. Always asks the database, so that a key revoked on one node fails on every node at once.</summary>
public sealed class KeyLookup(Database database, KeyHash hash)
{
    // Keys make keys one deep; a longer chain is no work of ours.
    private const int MostParents = 2;

    private const string Columns =
        """
        k.id AS key_id, k.public_id, k.name, k.type_letter, k.principal_id, p.name AS principal_name,
            p.public_id AS principal_public_id, p.kind AS principal_kind, p.locked_at AS principal_locked_at,
            p.deleted_at AS principal_deleted_at, u.email_confirmed_at AS principal_confirmed_at,
            CASE WHEN u.two_factor_enabled = 1 OR EXISTS (SELECT 1 FROM passkeys f WHERE f.user_id = u.principal_id)
                THEN 1 ELSE 0 END AS principal_second_factor,
            k.expires_at, k.revoked_at, k.frozen_at, k.held_at, k.released_at, k.deleted_at, k.parent_id, k.single_use, k.used_up_at, k.used_up_operation,
            k.used_up_package, k.used_up_version, k.used_up_session, k.used_up_hash,
            (SELECT count(*) FROM api_key_addresses a WHERE a.key_id = k.id) AS address_count,
            (SELECT count(*) FROM api_key_versions v WHERE v.key_id = k.id) AS version_count
        """;

    private const string Holder = "JOIN principals p ON p.id = k.principal_id LEFT JOIN users u ON u.principal_id = p.id";

    private const string KeySql =
        $"SELECT s.id AS secret_id, s.ends_at AS secret_ends_at, {Columns} FROM api_key_secrets s JOIN api_keys k ON k.id = s.key_id {Holder}";

    private const string BySecret = KeySql + " WHERE s.hash = @mac AND s.pepper_version = @version";
    private const string ById = KeySql + " WHERE s.id = @secret";
    private const string ByKey = $"SELECT {Columns} FROM api_keys k {Holder} WHERE k.id = @key";

    // The membership must be the very row the scope was made under, still standing, and between these two.
    private const string ScopeSql =
        """
        SELECT s.feed_id, s.owner_id, o.name AS owner_name, s.membership_id, s.action, s.subject_kind, s.subject,
            o.locked_at AS owner_locked_at, o.deleted_at AS owner_deleted_at,
            coalesce(t.second_factor_required, 0) AS owner_demands_second_factor, t.key_actions AS owner_key_actions,
            t.freeze_new_ids AS owner_freeze_new_ids,
            CASE WHEN m.id IS NULL THEN 0 ELSE 1 END AS membership_stands
        FROM api_key_scopes s
        JOIN principals o ON o.id = s.owner_id
        LEFT JOIN organizations t ON t.principal_id = o.id
        LEFT JOIN memberships m ON m.id = s.membership_id AND m.organization_id = s.owner_id AND m.user_id = @principal
            AND m.ended_at IS NULL
        WHERE s.key_id = @key ORDER BY s.id
        """;

    /// <summary>The key with its scopes, whatever its state; null when no row has the secret.</summary>
    public Task<PresentedKey?> FindAsync(KeyText text, CancellationToken cancellation = default) => database.ReadSnapshotAsync(async read =>
    {
        foreach (int version in hash.Versions)
        {
            if (await FillAsync(read, await read.FirstOrDefaultAsync<Row>(BySecret, new { mac = hash.Of(text, version), version })) is { } key)
            {
                return key;
            }
        }

        return null;
    }, cancellation);

    /// <summary>
    /// The key as it is now: asked again inside the transaction that a key's use ends in, because it may have been revoked while the
    /// bytes were on their way. Null when the secret is gone.
    /// </summary>
    public static async Task<PresentedKey?> CurrentAsync(DbSession read, PresentedKey presented) =>
        await FillAsync(read, await read.FirstOrDefaultAsync<Row>(ById, new { secret = presented.SecretId }));

    /// <summary>The key by its row, as its newest secret would present it; null when there is no such row.</summary>
    public static async Task<PresentedKey?> OfAsync(DbSession read, long keyId) =>
        await FillAsync(read, await read.FirstOrDefaultAsync<Row>(ByKey, new { key = keyId }));

    private static async Task<PresentedKey?> FillAsync(DbSession read, Row? key, int depth = 0)
    {
        if (key is null)
        {
            return null;
        }

        key.Scopes = await read.QueryAsync<PresentedScope>(ScopeSql, new { key = key.KeyId, principal = key.PrincipalId });
        if (key.AddressCount > 0)
        {
            key.Addresses = await read.QueryAsync<string>("SELECT range FROM api_key_addresses WHERE key_id = @key", new { key = key.KeyId });
        }

        if (key.VersionCount > 0)
        {
            key.Versions = await read.QueryAsync<string>("SELECT lower_version FROM api_key_versions WHERE key_id = @key", new { key = key.KeyId });
        }

        if (key.ParentId is { } parent && depth < MostParents)
        {
            key.Parent = await FillAsync(read, await read.FirstOrDefaultAsync<Row>(ByKey, new { key = parent }), depth + 1);
        }

        return key;
    }

    // Most keys have neither ranges nor versions: a count beside the row saves asking for them.
    private sealed record Row : PresentedKey
    {
        public long AddressCount { get; init; }

        public long VersionCount { get; init; }
    }
}

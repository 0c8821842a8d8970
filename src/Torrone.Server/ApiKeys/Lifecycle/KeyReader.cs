using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Reads keys for people. Deleted ones are not found.</summary>
internal static class KeyReader
{
    private const string KeySql =
        """
        SELECT k.id, k.public_id, k.name, k.type_letter, k.principal_id, p.name AS principal_name, p.kind AS principal_kind,
            c.name AS creator_name, q.public_id AS parent_public_id, q.name AS parent_name, k.created_at, k.expires_at, k.lifetime_days,
            k.revoked_at, r.name AS revoked_by_name, k.revoked_reason, k.frozen_at, k.frozen_reason, k.held_at, k.single_use, k.used_up_at,
            k.used_up_package, k.used_up_version, k.last_used_at, k.last_used_address, k.last_used_client, k.last_used_package,
            n.hint, o.ends_at AS old_secret_ends_at, o.hint AS old_hint,
            o.last_used_at AS old_secret_last_used_at, o.last_used_address AS old_secret_last_used_address
        FROM api_keys k
        JOIN principals p ON p.id = k.principal_id
        JOIN principals c ON c.id = k.creator_id
        LEFT JOIN principals r ON r.id = k.revoked_by
        LEFT JOIN api_keys q ON q.id = k.parent_id
        LEFT JOIN api_key_secrets n ON n.key_id = k.id AND n.ends_at IS NULL
        LEFT JOIN api_key_secrets o ON o.key_id = k.id AND o.ends_at IS NOT NULL
        WHERE k.deleted_at IS NULL
        """;

    private const string ScopeSql =
        """
        SELECT s.key_id, s.owner_id, s.membership_id, o.name AS owner_name, s.action, s.subject_kind, s.subject
        FROM api_key_scopes s JOIN principals o ON o.id = s.owner_id
        """;

    private const string Own = "k.principal_id = @principalId AND (CAST(@parent AS BIGINT) IS NULL OR k.parent_id = @parent)";

    private const string ActsFor = "EXISTS (SELECT 1 FROM api_key_scopes a WHERE a.key_id = k.id AND a.owner_id = @organization)";

    /// <summary>One key by its row's number; throws when it is not there.</summary>
    public static async Task<KeyDetails> ReadAsync(DbSession read, long keyId) =>
        await FindByIdAsync(read, keyId) ?? throw new InvalidOperationException("The key is not there.");

    /// <summary>The same; null when it is not there.</summary>
    public static async Task<KeyDetails?> FindByIdAsync(DbSession read, long keyId) =>
        (await ListAsync(read, "k.id = @keyId", new { keyId })).FirstOrDefault();

    /// <summary>The principal's own key by its public id; for a key that calls only one that it made. Null when there is none.</summary>
    public static async Task<KeyDetails?> FindAsync(DbSession read, KeyCaller caller, long principalId, string publicId) =>
        (await ListAsync(read, $"k.public_id = @publicId AND {Own}", new { publicId, principalId, parent = caller.Key?.KeyId })).FirstOrDefault();

    /// <summary>The same; for an organization also the key of a member that acts for it, which it may look at and revoke.</summary>
    public static async Task<KeyDetails?> FindSeenAsync(DbSession read, KeyCaller caller, long principalId, string publicId) =>
        await FindAsync(read, caller, principalId, publicId)
        ?? (caller.Key is null
            ? (await ListAsync(read, $"k.public_id = @publicId AND {ActsFor}", new { publicId, organization = principalId })).FirstOrDefault()
            : null);

    /// <summary>Every key of a principal, or every one that the calling key made.</summary>
    public static Task<List<KeyDetails>> ListAsync(DbSession read, KeyCaller caller, long principalId) =>
        ListAsync(read, Own, new { principalId, parent = caller.Key?.KeyId });

    /// <summary>Every key that acts for an organization: its own and its members'.</summary>
    public static Task<List<KeyDetails>> ListOfOrganizationAsync(DbSession read, long organization) =>
        ListAsync(read, ActsFor, new { organization });

    /// <summary>The keys that a key made.</summary>
    public static Task<List<KeyDetails>> ListChildrenAsync(DbSession read, long keyId) => ListAsync(read, "k.parent_id = @keyId", new { keyId });

    /// <summary>The newest keys of the whole gallery that a condition lets through, at most <see cref="SiteKeys.Most"/>.</summary>
    /// <param name="where">SQL over api_keys x. Holds no word from outside.</param>
    public static Task<List<KeyDetails>> ListSomeAsync(DbSession read, string where, object values) => ListAsync(
        read, $"k.id IN (SELECT x.id FROM api_keys x WHERE x.deleted_at IS NULL AND {where} ORDER BY x.id DESC LIMIT {SiteKeys.Most})", values);

    private static async Task<List<KeyDetails>> ListAsync(DbSession read, string where, object values)
    {
        List<KeyDetails> keys = await read.QueryAsync<KeyDetails>($"{KeySql} AND {where} ORDER BY k.id DESC", values);
        string these = $"SELECT k.id FROM api_keys k WHERE k.deleted_at IS NULL AND {where}";
        ILookup<long, ScopeRow> scopes = (await read.QueryAsync<ScopeRow>($"{ScopeSql} WHERE s.key_id IN ({these}) ORDER BY s.id", values)).ToLookup(s => s.KeyId);
        ILookup<long, string> addresses = await PartsAsync(read, "SELECT key_id, range AS part FROM api_key_addresses", these, values);
        ILookup<long, string> versions = await PartsAsync(read, "SELECT key_id, lower_version AS part FROM api_key_versions", these, values);
        foreach (KeyDetails key in keys)
        {
            Fill(key, scopes[key.Id]);
            key.Addresses = [.. addresses[key.Id]];
            key.Versions = [.. versions[key.Id]];
        }

        return keys;
    }

    private static async Task<ILookup<long, string>> PartsAsync(DbSession read, string select, string these, object values) =>
        (await read.QueryAsync<PartRow>($"{select} WHERE key_id IN ({these}) ORDER BY 2", values)).ToLookup(p => p.KeyId, p => p.Part);

    private static void Fill(KeyDetails key, IEnumerable<ScopeRow> scopes)
    {
        ScopeRow[] rows = [.. scopes];
        key.OwnerId = rows.Length > 0 ? rows[0].OwnerId : key.PrincipalId;
        key.MembershipId = rows.Length > 0 ? rows[0].MembershipId : null;
        key.OwnerName = rows.Length > 0 ? rows[0].OwnerName : "";
        key.Actions = [.. rows.Select(r => KeyActions.Parse(r.Action)).OfType<KeyAction>().Distinct().Order()];
        key.Globs = Subjects(rows, SubjectKinds.Glob);
        key.PackageIds = Subjects(rows, SubjectKinds.Id);
    }

    private static List<string> Subjects(ScopeRow[] rows, string kind) =>
        [.. rows.Where(r => r.SubjectKind == kind).Select(r => r.Subject).Distinct(StringComparer.OrdinalIgnoreCase)];

    private sealed class ScopeRow
    {
        public long KeyId { get; init; }

        public long OwnerId { get; init; }

        public long? MembershipId { get; init; }

        public string OwnerName { get; init; } = "";

        public string Action { get; init; } = "";

        public string SubjectKind { get; init; } = "";

        public string Subject { get; init; } = "";
    }

    private sealed class PartRow
    {
        public long KeyId { get; init; }

        public string Part { get; init; } = "";
    }
}

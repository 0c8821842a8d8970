using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Reads keys for people. Deleted ones are not found.</summary>
internal static class KeyReader
{
    private const string KeySql =
        """
        SELECT k.id, k.public_id, k.name, k.type_letter, k.principal_id, k.created_at, k.expires_at, k.lifetime_days, k.revoked_at,
            r.name AS revoked_by_name, k.revoked_reason, k.frozen_at, k.frozen_reason, k.last_used_at, k.last_used_address,
            k.last_used_client, k.last_used_package,
            (SELECT s.hint FROM api_key_secrets s WHERE s.key_id = k.id AND s.ends_at IS NULL ORDER BY s.id DESC LIMIT 1) AS hint
        FROM api_keys k LEFT JOIN principals r ON r.id = k.revoked_by
        WHERE k.deleted_at IS NULL
        """;

    private const string ScopeSql =
        """
        SELECT s.key_id, s.owner_id, s.membership_id, o.name AS owner_name, s.action, s.subject_kind, s.subject
        FROM api_key_scopes s JOIN principals o ON o.id = s.owner_id JOIN api_keys k ON k.id = s.key_id
        """;

    /// <summary>One key by its row's number; throws when it is not there.</summary>
    public static async Task<KeyDetails> ReadAsync(DbSession read, long keyId)
    {
        KeyDetails key = await read.FirstOrDefaultAsync<KeyDetails>($"{KeySql} AND k.id = @keyId", new { keyId })
            ?? throw new InvalidOperationException("The key is not there.");
        Fill(key, await read.QueryAsync<ScopeRow>($"{ScopeSql} WHERE s.key_id = @keyId ORDER BY s.id", new { keyId }));
        return key;
    }

    /// <summary>A person's key by its public id; null when there is none or it is another's.</summary>
    public static async Task<KeyDetails?> FindAsync(DbSession read, long principalId, string publicId)
    {
        long? id = await read.ScalarAsync<long?>(
            "SELECT id FROM api_keys WHERE public_id = @publicId AND principal_id = @principalId AND deleted_at IS NULL",
            new { publicId, principalId });
        return id is { } found ? await ReadAsync(read, found) : null;
    }

    /// <summary>Every key of a person.</summary>
    public static async Task<List<KeyDetails>> ListAsync(DbSession read, long principalId)
    {
        List<KeyDetails> keys = await read.QueryAsync<KeyDetails>($"{KeySql} AND k.principal_id = @principalId ORDER BY k.id DESC", new { principalId });
        ILookup<long, ScopeRow> scopes = (await read.QueryAsync<ScopeRow>(
            $"{ScopeSql} WHERE k.principal_id = @principalId AND k.deleted_at IS NULL ORDER BY s.id", new { principalId })).ToLookup(s => s.KeyId);
        foreach (KeyDetails key in keys)
        {
            Fill(key, scopes[key.Id]);
        }

        return keys;
    }

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
}

using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Forms that have made a secret. The same form, sent again by a reload or by Back, is recognized and makes nothing.</summary>
internal static class KeyForms
{
    /// <summary>The public id of the key that this form already made or regenerated; null for a fresh form or none.</summary>
    public static async Task<string?> AnsweredAsync(DbSession read, long principalId, string? nonce) => nonce is null ? null
        : await read.FirstOrDefaultAsync<string>(
            """
            SELECT k.public_id FROM api_key_forms f JOIN api_keys k ON k.id = f.key_id WHERE f.principal_id = @principalId AND f.nonce = @nonce
            """, new { principalId, nonce });

    /// <summary>Remembers the form's answer.</summary>
    public static async Task RememberAsync(WriteTransaction write, long principalId, string? nonce, long keyId, long now)
    {
        if (nonce is not null)
        {
            await write.ExecuteAsync("INSERT INTO api_key_forms (principal_id, nonce, key_id, made_at) VALUES (@principalId, @nonce, @keyId, @now)",
                new { principalId, nonce, keyId, now });
        }
    }

    /// <summary>The problem of a nonce that no form of ours has made; null when it is sound or absent.</summary>
    public static KeyProblem? Problem(string? nonce) =>
        nonce is null or { Length: >= 16 and <= 64 } ? null : KeyProblem.Of("", "ProblemForm");
}

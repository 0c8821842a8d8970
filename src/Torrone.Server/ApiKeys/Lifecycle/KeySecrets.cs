using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Makes secrets and keeps their MACs.</summary>
public sealed class KeySecrets(KeyHash hash, SiteTag site)
{
    /// <summary>Gives the key another secret. The caller says what becomes of older ones.</summary>
    public async Task<KeyText> AddAsync(WriteTransaction write, long keyId, char typeLetter, long now)
    {
        KeyText text = KeyText.Create(typeLetter, site.Value);
        await write.ExecuteAsync(
            """
            INSERT INTO api_key_secrets (key_id, hash, pepper_version, hint, created_at) VALUES (@keyId, @mac, @version, @hint, @now)
            """, new { keyId, mac = hash.Of(text, hash.Current), version = hash.Current, hint = text.Hint, now });
        return text;
    }

    /// <summary>Ends every secret of the key at once, for good.</summary>
    public static Task<int> DestroyAsync(WriteTransaction write, long keyId) =>
        write.ExecuteAsync("DELETE FROM api_key_secrets WHERE key_id = @keyId", new { keyId });
}

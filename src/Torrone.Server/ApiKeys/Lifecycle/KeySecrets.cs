using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Makes secrets and keeps their MACs. A key has one, or, while it rotates, two: the one whose end is set is the old one.</summary>
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

    /// <summary>Makes the key's secret the old one, which stops at a time, and ends one that was old already; at once when the time is now.</summary>
    public static async Task RetireAsync(WriteTransaction write, long keyId, long endsAt, long now)
    {
        if (endsAt <= now)
        {
            await DestroyAsync(write, keyId);
            return;
        }

        await EndOldAsync(write, keyId);
        await write.ExecuteAsync("UPDATE api_key_secrets SET ends_at = @endsAt WHERE key_id = @keyId", new { endsAt, keyId });
    }

    /// <summary>Ends the old secret; how many there were.</summary>
    public static Task<int> EndOldAsync(WriteTransaction write, long keyId) =>
        write.ExecuteAsync("DELETE FROM api_key_secrets WHERE key_id = @keyId AND ends_at IS NOT NULL", new { keyId });

    /// <summary>Ends every secret of the key at once, for good.</summary>
    public static Task<int> DestroyAsync(WriteTransaction write, long keyId) =>
        write.ExecuteAsync("DELETE FROM api_key_secrets WHERE key_id = @keyId", new { keyId });
}

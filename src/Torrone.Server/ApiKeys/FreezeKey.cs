using System.Globalization;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Settings;

namespace Torrone.Server.ApiKeys;

/// <summary>Stops a key that behaves as its holder never did, until a person releases it: row, audit and letters in the caller's transaction.</summary>
public sealed class FreezeKey(TorroneSettings settings, KeyLetters letters, AuditLog audit, TimeProvider clock)
{
    /// <summary>How many packages beyond its past a key may push to in ten minutes; 0: as many as it likes.</summary>
    /// <param name="ownersPolicy">Of the organization that it acts for; null: the site's setting.</param>
    public long Limit(long? ownersPolicy) => Math.Max(0, ownersPolicy ?? settings.Limits.FreezeNewIds);

    /// <summary>True when some use of the key might freeze it: then its pushes must come one after the other.</summary>
    public bool Watches(PresentedKey key) => key.Scopes.Any(s => Limit(s.OwnerFreezeNewIds) > 0);

    /// <summary>Freezes the key. Freezing a frozen one changes nothing.</summary>
    /// <param name="packages">The distinct packages within ten minutes, for the list, the letter and the audit log.</param>
    /// <param name="site">The gallery's address for the letter, without a slash at its end.</param>
    public async Task RunAsync(WriteTransaction write, PresentedKey key, Actor who, int packages, string site)
    {
        string reason = packages.ToString(CultureInfo.InvariantCulture);
        int frozen = await write.ExecuteAsync("UPDATE api_keys SET frozen_at = @now, frozen_reason = @reason WHERE id = @KeyId AND frozen_at IS NULL",
            new { now = clock.GetUtcNow().ToUnixTimeMilliseconds(), reason, key.KeyId });
        if (frozen == 0)
        {
            return;
        }

        KeyDetails details = await KeyReader.ReadAsync(write, key.KeyId);
        await audit.WriteAsync(write, new AuditEntry("key.frozen", who, "key", key.PublicId, key.PrincipalId, After: reason));
        await letters.SendAsync(write, KeyLetter.Frozen, details, site);
    }
}

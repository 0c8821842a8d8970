using System.Net;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys;

/// <summary>
/// The networks (IPv4 /24, IPv6 /48) that a key is used from. A new one is told to whoever keeps the key, once a day at most, and no more
/// once the key comes from so many places that another one says nothing, as with a hosted CI system.
/// </summary>
public sealed class KeyNetworks(KeyLetters letters, AuditLog audit)
{
    /// <summary>A key that was used from more networks than this is used from everywhere.</summary>
    public const int MostTold = 20;

    private const int MostKept = 1000;

    /// <summary>Notes where a use that was allowed came from. Loopback is no network.</summary>
    public async Task NoteAsync(WriteTransaction write, KeyUseEntry use)
    {
        if (!IPAddress.TryParse(use.Address, out IPAddress? address) || IPAddress.IsLoopback(address))
        {
            return;
        }

        string network = AddressRange.PlaceOf(address).ToString();
        int added = await write.ExecuteAsync(
            """
            INSERT INTO api_key_networks (key_id, network, first_seen_at) SELECT k.id, @network, @At FROM api_keys k
            WHERE k.id = @KeyId AND k.deleted_at IS NULL AND (SELECT count(*) FROM api_key_networks n WHERE n.key_id = k.id) < @MostKept
            ON CONFLICT (key_id, network) DO NOTHING
            """, new { use.KeyId, network, use.At, MostKept });
        if (added > 0 && use.Site is { } site && await IsWorthALetterAsync(write, use))
        {
            await TellAsync(write, use, network, site);
        }
    }

    private static async Task<bool> IsWorthALetterAsync(WriteTransaction write, KeyUseEntry use)
    {
        Known known = (await write.FirstOrDefaultAsync<Known>(
            "SELECT count(*) AS networks, max(mailed_at) AS mailed_at FROM api_key_networks WHERE key_id = @KeyId", new { use.KeyId }))!;
        // The first place is where the key lives.
        return known.Networks is > 1 and <= MostTold && (known.MailedAt is not { } mailed || mailed <= use.At - KeyWarnings.Day);
    }

    private async Task TellAsync(WriteTransaction write, KeyUseEntry use, string network, string site)
    {
        await write.ExecuteAsync("UPDATE api_key_networks SET mailed_at = @At WHERE key_id = @KeyId AND network = @network",
            new { use.At, use.KeyId, network });
        KeyDetails key = await KeyReader.ReadAsync(write, use.KeyId);
        Actor who = new(key.PrincipalId, null) { KeyPublicId = key.PublicId, Address = use.Address, UserAgent = use.Client };
        await audit.WriteAsync(write, new AuditEntry("key.new-network", who, "key", key.PublicId, key.PrincipalId, After: network));
        await letters.SendAsync(write, KeyLetter.NewNetwork, key, site);
    }

    private sealed class Known
    {
        public long Networks { get; init; }

        public long? MailedAt { get; init; }
    }
}

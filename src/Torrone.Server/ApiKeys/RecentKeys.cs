using System.Collections.Concurrent;

namespace Torrone.Server.ApiKeys;

/// <summary>
/// Keys that read, as the database knew them at most five seconds ago: a restore asks hundreds of times in a row. Keys that publish are
/// never asked here. When the database is away, nothing older than that lets anybody in. Bounded; thread-safe.
/// </summary>
public sealed class RecentKeys(KeyLookup lookup, KeyHash hash, TimeProvider clock)
{
    /// <summary>How long a revoked key may go on reading.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private const int Most = 10_000;

    // Under the secret's MAC: the secret itself does not stay in memory.
    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    /// <summary>The key with its scopes, whatever its state; null when no row has the secret, which is asked anew each time.</summary>
    public async Task<PresentedKey?> FindAsync(KeyText text, CancellationToken cancellation)
    {
        string mac = Convert.ToHexString(hash.Of(text, hash.Current));
        if (_seen.TryGetValue(mac, out Seen? seen) && clock.GetElapsedTime(seen.At) < Fresh)
        {
            return seen.Key;
        }

        // Before the question: the answer may be as old as that.
        long asked = clock.GetTimestamp();
        PresentedKey? key = await lookup.FindAsync(text, cancellation);
        if (key is null)
        {
            _seen.TryRemove(mac, out _);
            return null;
        }

        if (_seen.Count >= Most)
        {
            _seen.Clear();
        }

        _seen[mac] = new Seen(key, asked);
        return key;
    }

    private sealed record Seen(PresentedKey Key, long At);
}

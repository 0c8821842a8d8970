using System.Collections.Concurrent;
using Torrone.Server.Http;
using Torrone.Server.Settings;

namespace Torrone.Server.ApiKeys;

/// <summary>
/// How often one key may push and unlist in an hour (Torrone__Limits__PushesPerHour, …UnlistsPerHour; 0: without limit). Counted in
/// this process: a cluster of n nodes allows up to n times as much, which still bounds a runaway script. Thread-safe.
/// </summary>
public sealed class KeyLimits(TorroneSettings settings, TimeProvider clock)
{
    private const long Hour = 60L * 60 * 1000;

    // Only keys that passed the gate are counted, so this many windows at once mean that old ones lie about.
    private const int SweepAt = 10_000;

    private readonly ConcurrentDictionary<(long KeyId, bool Push), Window> _windows = new();

    /// <summary>Counts one use; a refusal (429, with the time) when the hour's number is used up. Reading is not limited.</summary>
    public Refusal? TryTake(long keyId, KeyOperation operation)
    {
        bool push = operation == KeyOperation.Push;
        int most = push ? settings.Limits.PushesPerHour : settings.Limits.UnlistsPerHour;
        if (operation == KeyOperation.Read || most <= 0)
        {
            return null;
        }

        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (_windows.Count > SweepAt)
        {
            Sweep(now);
        }

        Window window = _windows.AddOrUpdate((keyId, push), _ => new Window(now, 1),
            (_, old) => now - old.Since >= Hour ? new Window(now, 1) : old with { Count = Math.Min(old.Count, most) + 1 });
        return window.Count <= most ? null : TooMany(push, most, now, window.Since + Hour);
    }

    private static Refusal TooMany(bool push, int most, long now, long again)
    {
        long seconds = Math.Max(1, (again - now + 999) / 1000);
        string sentence = ApiKeysText.Text.English(push ? "RefusalTooManyPushes" : "RefusalTooManyUnlists", most, KeyRefusals.Second(again));
        return new Refusal(StatusCodes.Status429TooManyRequests, "too-many-requests", sentence) { RetryAfterSeconds = (int)seconds };
    }

    private void Sweep(long now)
    {
        foreach (KeyValuePair<(long KeyId, bool Push), Window> old in _windows.Where(w => now - w.Value.Since >= Hour))
        {
            _windows.TryRemove(old);
        }
    }

    private sealed record Window(long Since, int Count);
}

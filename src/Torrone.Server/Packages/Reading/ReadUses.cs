using System.Collections.Concurrent;
using Torrone.Server.ApiKeys;
using Torrone.Server.Http;

namespace Torrone.Server.Packages.Reading;

/// <summary>
/// Notes that a key read: once a minute for each key, address and outcome, because one restore asks hundreds of times and the history
/// is for people. Bounded; thread-safe.
/// </summary>
internal sealed class ReadUses(KeyUse uses, TimeProvider clock)
{
    private const int Most = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(long Key, string? Address, string Result), long> _noted = new();

    /// <summary>Never waits and never fails.</summary>
    /// <param name="packageId">As the client asked for it; null where no package is named.</param>
    public void Note(PresentedKey key, HttpContext context, string? packageId, Refusal? refusal)
    {
        string result = refusal?.Code ?? KeyUseEntry.Ok;
        var use = (key.KeyId, context.Connection.RemoteIpAddress?.ToString(), result);
        long now = clock.GetTimestamp();
        if (_noted.TryGetValue(use, out long before) && clock.GetElapsedTime(before, now) < Pause)
        {
            return;
        }

        if (_noted.Count >= Most)
        {
            _noted.Clear();
        }

        _noted[use] = now;
        uses.Record(key, context, KeyOperation.Read, packageId, null, result);
    }
}

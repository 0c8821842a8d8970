using System.Collections.Concurrent;
using System.Net;
using Torrone.Server.Http;
using Torrone.Server.Settings;

namespace Torrone.Server.ApiKeys;

/// <summary>
/// How often one key, and one address with whatever keys, may push and unlist in an hour (Torrone__Limits__PushesPerHour, …UnlistsPerHour;
/// 0: without limit), and how often an address may come with keys that are refused. Counted in this process: a cluster of n nodes allows
/// up to n times as much, which still bounds a runaway script. Thread-safe.
/// </summary>
public sealed class KeyLimits(TorroneSettings settings, TimeProvider clock)
{
    private const long Hour = 60L * 60 * 1000;

    // So many windows at once mean that old ones lie about.
    private const int SweepAt = 10_000;

    // With more than this an address could be any of a whole network's: then only those already known are counted.
    private const int MostWindows = 200_000;

    private readonly ConcurrentDictionary<Subject, Window> _windows = new();

    private enum Kind
    {
        Push,
        Unlist,
        Verify,
        Refused,
    }

    /// <summary>
    /// Counts one use by the key and one from the address; a refusal (429, with the time) when the hour's number of either is used up.
    /// Reading and managing keys are not limited here.
    /// </summary>
    /// <param name="address">IPv6 counts by its /64. Null counts by the key alone.</param>
    public Refusal? TryTake(long keyId, KeyOperation operation, IPAddress? address = null)
    {
        Kind? kind = operation switch
        {
            KeyOperation.Push or KeyOperation.PushSymbols => Kind.Push,
            KeyOperation.Unlist or KeyOperation.Relist or KeyOperation.Deprecate => Kind.Unlist,
            KeyOperation.Verify => Kind.Verify,
            _ => null,
        };
        return kind is not { } counted ? null
            : TryTake(new Subject(keyId, null, counted)) ?? (address is null ? null : TryTake(new Subject(0, Source(address), counted)));
    }

    /// <summary>A refusal (429) when the address has come with refused keys so often that the next one is not even looked up.</summary>
    public Refusal? Check(IPAddress? address)
    {
        int most = Most(Kind.Refused);
        return address is not null && most > 0 && _windows.TryGetValue(new Subject(0, Source(address), Kind.Refused), out Window? window)
            && window.Count >= most && Now - window.Since < Hour
            ? TooMany("RefusalTooManyRefused", most, window.Since + Hour)
            : null;
    }

    /// <summary>Counts a key that was refused.</summary>
    public void NoteRefused(IPAddress? address)
    {
        if (address is not null)
        {
            TryTake(new Subject(0, Source(address), Kind.Refused));
        }
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private Refusal? TryTake(Subject subject)
    {
        int most = Most(subject.Kind);
        if (most <= 0)
        {
            return null;
        }

        long now = Now;
        if (_windows.Count > SweepAt)
        {
            Sweep(now);
        }

        if (subject.Address is not null && _windows.Count > MostWindows && !_windows.ContainsKey(subject))
        {
            return null;
        }

        Window window = _windows.AddOrUpdate(subject, _ => new Window(now, 1),
            (_, old) => now - old.Since >= Hour ? new Window(now, 1) : old with { Count = Math.Min(old.Count, most) + 1 });
        return window.Count <= most ? null : TooMany(Sentence(subject), most, window.Since + Hour);
    }

    private int Most(Kind kind) => kind == Kind.Unlist ? settings.Limits.UnlistsPerHour : settings.Limits.PushesPerHour;

    private static string Sentence(Subject subject) => subject switch
    {
        { Kind: Kind.Verify } => "RefusalTooManyVerifications",
        { Address: null, Kind: Kind.Push } => "RefusalTooManyPushes",
        { Address: null } => "RefusalTooManyUnlists",
        { Kind: Kind.Push } => "RefusalTooManyPushesFrom",
        _ => "RefusalTooManyUnlistsFrom",
    };

    private Refusal TooMany(string text, int most, long again)
    {
        long seconds = Math.Max(1, (again - Now + 999) / 1000);
        return new Refusal(StatusCodes.Status429TooManyRequests, "too-many-requests", ApiKeysText.Text.English(text, most, KeyRefusals.Second(again)))
        {
            RetryAfterSeconds = (int)seconds,
        };
    }

    private static string Source(IPAddress address) => AddressRange.SourceOf(address).ToString();

    private void Sweep(long now)
    {
        foreach (KeyValuePair<Subject, Window> old in _windows.Where(w => now - w.Value.Since >= Hour))
        {
            _windows.TryRemove(old);
        }
    }

    // A key, or an address when it is given.
    private readonly record struct Subject(long KeyId, string? Address, Kind Kind);

    private sealed record Window(long Since, int Count);
}

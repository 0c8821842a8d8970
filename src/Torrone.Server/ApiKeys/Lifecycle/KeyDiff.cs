using System.Text.Json;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>What an edit changes, for a person to look at before it is saved.</summary>
public sealed record KeyDiff
{
    /// <summary>The new name; null when it stays.</summary>
    public string? Name { get; init; }

    public IReadOnlyList<KeyAction> AddedActions { get; init; } = [];

    public IReadOnlyList<KeyAction> RemovedActions { get; init; } = [];

    /// <summary>Patterns and package ids.</summary>
    public IReadOnlyList<string> AddedSubjects { get; init; } = [];

    public IReadOnlyList<string> RemovedSubjects { get; init; } = [];

    /// <summary>Ranges as CIDR. When the last one is removed the key may be used from everywhere.</summary>
    public IReadOnlyList<string> AddedAddresses { get; init; } = [];

    public IReadOnlyList<string> RemovedAddresses { get; init; } = [];

    /// <summary>Exact versions. When the last one is removed the key may be used for every version.</summary>
    public IReadOnlyList<string> AddedVersions { get; init; } = [];

    public IReadOnlyList<string> RemovedVersions { get; init; } = [];

    /// <summary>Whether it may be used once from now on; null when that stays.</summary>
    public bool? SingleUse { get; init; }

    /// <summary>The earlier end that today's policy asks for, UTC Unix milliseconds; null when the end stays.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>How many of the owner's packages of today it reaches before.</summary>
    public int ReachBefore { get; init; }

    /// <summary>The same after.</summary>
    public int ReachAfter { get; init; }

    /// <summary>True when nothing would change.</summary>
    public bool IsEmpty => Name is null && SingleUse is null && ExpiresAt is null && AddedActions.Count + RemovedActions.Count + AddedSubjects.Count
        + RemovedSubjects.Count + AddedAddresses.Count + RemovedAddresses.Count + AddedVersions.Count + RemovedVersions.Count == 0;

    /// <summary>From a key as it is to what it is to be.</summary>
    /// <param name="owned">The owner's package ids of today.</param>
    internal static KeyDiff Of(KeyDetails key, KeyContents next, long expiresAt, IReadOnlyList<string> owned)
    {
        List<string> before = [.. key.Globs, .. key.PackageIds];
        List<string> after = [.. next.Subjects.Select(s => s.Subject)];
        List<string> ranges = [.. next.Restrictions.Addresses.Select(a => a.ToString())];
        return new KeyDiff
        {
            Name = next.Name == key.Name ? null : next.Name,
            AddedActions = [.. next.Actions.Except(key.Actions)],
            RemovedActions = [.. key.Actions.Except(next.Actions)],
            AddedSubjects = [.. after.Except(before, StringComparer.OrdinalIgnoreCase)],
            RemovedSubjects = [.. before.Except(after, StringComparer.OrdinalIgnoreCase)],
            AddedAddresses = [.. ranges.Except(key.Addresses)],
            RemovedAddresses = [.. key.Addresses.Except(ranges)],
            AddedVersions = [.. next.Restrictions.Versions.Except(key.Versions)],
            RemovedVersions = [.. key.Versions.Except(next.Restrictions.Versions)],
            SingleUse = next.SingleUse == (key.SingleUse != 0) ? null : next.SingleUse,
            ExpiresAt = expiresAt == key.ExpiresAt ? null : expiresAt,
            ReachBefore = KeyReach.Of(KeyBounds.Of(key).Subjects, owned).Count,
            ReachAfter = KeyReach.Of(next.Subjects, owned).Count,
        };
    }

    /// <summary>For the audit log and the letter.</summary>
    internal string ToJson() => JsonSerializer.Serialize(new
    {
        name = Name, addedActions = AddedActions.Select(a => a.Name()), removedActions = RemovedActions.Select(a => a.Name()),
        added = AddedSubjects, removed = RemovedSubjects, addedAddresses = AddedAddresses, removedAddresses = RemovedAddresses,
        addedVersions = AddedVersions, removedVersions = RemovedVersions, singleUse = SingleUse, expiresAt = ExpiresAt,
    });
}

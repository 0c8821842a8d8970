namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Everything that limits a key, as plain values: what <see cref="KeyAttenuation"/> compares.</summary>
public sealed record KeyBounds
{
    /// <summary>For whom it acts.</summary>
    public required long OwnerId { get; init; }

    /// <summary>What it may do; unknown words are not among them.</summary>
    public required IReadOnlyList<KeyAction> Actions { get; init; }

    /// <summary>The packages it covers, each by its <see cref="SubjectKinds"/> word and text.</summary>
    public required IReadOnlyList<(string Kind, string Subject)> Subjects { get; init; }

    /// <summary>Where it may be used from; empty: from everywhere.</summary>
    public IReadOnlyList<AddressRange> Addresses { get; init; } = [];

    /// <summary>Its exact versions, normalized and in lower case; empty: every one.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];

    public bool SingleUse { get; init; }

    /// <summary>UTC Unix milliseconds.</summary>
    public required long ExpiresAt { get; init; }

    internal static KeyBounds Of(KeyDetails key) => new()
    {
        OwnerId = key.OwnerId,
        Actions = key.Actions,
        Subjects = [.. key.Globs.Select(g => (SubjectKinds.Glob, g)), .. key.PackageIds.Select(i => (SubjectKinds.Id, i))],
        Addresses = KeyRestrictions.Read(key.Addresses, []).Addresses,
        Versions = key.Versions,
        SingleUse = key.SingleUse != 0,
        ExpiresAt = key.ExpiresAt,
    };
}

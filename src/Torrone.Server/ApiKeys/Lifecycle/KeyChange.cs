namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>What is to become of a key; null leaves a part as it is. Its owner and its end stay: a longer life comes with a new secret.</summary>
public sealed record KeyChange
{
    /// <summary>What people call it.</summary>
    public string? Name { get; init; }

    /// <summary>All it may do from now on.</summary>
    public IReadOnlyList<KeyAction>? Actions { get; init; }

    /// <summary>All its glob patterns from now on. Empty entries are left out.</summary>
    public IReadOnlyList<string>? Globs { get; init; }

    /// <summary>All its single package ids from now on.</summary>
    public IReadOnlyList<string>? PackageIds { get; init; }

    /// <summary>All its addresses and ranges from now on; an empty list: from everywhere.</summary>
    public IReadOnlyList<string>? Addresses { get; init; }

    /// <summary>All its exact versions from now on; an empty list: every version.</summary>
    public IReadOnlyList<string>? Versions { get; init; }

    /// <summary>Whether it may be used once.</summary>
    public bool? SingleUse { get; init; }
}

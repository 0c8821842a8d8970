namespace Torrone.Server.Api.Keys;

/// <summary>What is to become of a key; what is left out stays as it is.</summary>
public sealed record EditBody
{
    public string? Name { get; init; }

    /// <summary>All it may do from now on.</summary>
    public IReadOnlyList<string>? Actions { get; init; }

    /// <summary>All its glob patterns from now on.</summary>
    public IReadOnlyList<string>? Patterns { get; init; }

    /// <summary>All its single package ids from now on.</summary>
    public IReadOnlyList<string>? Packages { get; init; }

    /// <summary>All its addresses and ranges from now on; an empty list: from everywhere.</summary>
    public IReadOnlyList<string>? Addresses { get; init; }

    /// <summary>All its exact versions from now on; an empty list: every version.</summary>
    public IReadOnlyList<string>? Versions { get; init; }

    public bool? SingleUse { get; init; }
}

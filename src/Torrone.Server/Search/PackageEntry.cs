namespace Torrone.Server.Search;

/// <summary>What results are made of; kept as JSON, so that answering a query needs no other table.</summary>
internal sealed class PackageEntry
{
    /// <summary>The id as its author writes it.</summary>
    public required string Id { get; init; }

    /// <summary>True when the id falls under a prefix reserved for one of its owners.</summary>
    public bool Verified { get; init; }

    public string[] Owners { get; init; } = [];

    /// <summary>Every listed version, lowest first.</summary>
    public required VersionEntry[] Versions { get; init; }

    /// <summary>By channel number: the place in <see cref="Versions"/> of its newest version, or -1.</summary>
    public required int[] Newest { get; init; }

    /// <summary>By place in <see cref="Versions"/>: the details of those that are the newest in some channel.</summary>
    public required Dictionary<int, VersionDetails> Details { get; init; }
}

namespace Torrone.Server.Packages.Delete;

/// <summary>What goes when a version is deleted.</summary>
public sealed class DeletableVersion
{
    /// <summary>As the newest version spells it.</summary>
    public string Id { get; init; } = "";

    public string Version { get; init; } = "";

    /// <summary>Bytes of the package.</summary>
    public long Size { get; init; }

    public long Downloads { get; init; }

    /// <summary>UTC Unix milliseconds.</summary>
    public long PublishedAt { get; init; }

    /// <summary>Versions that stay.</summary>
    public long Others { get; init; }

    internal long VersionId { get; init; }

    internal long PackageId { get; init; }

    internal byte[] BlobHash { get; init; } = [];
}

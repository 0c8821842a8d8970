namespace Torrone.NuGet.Archives;

/// <summary>What an archive may ask of the server that looks into it. Sizes are in bytes.</summary>
public sealed record ArchiveLimits
{
    public static ArchiveLimits Default { get; } = new();

    /// <summary>The most entries; below the number where an archive needs the zip64 form, which signing cannot handle.</summary>
    public int MaxEntries { get; init; } = 65_533;

    /// <summary>The largest central directory, which bounds the memory that entry names take.</summary>
    public int MaxDirectoryBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The longest entry name, in bytes of UTF-8.</summary>
    public int MaxNameBytes { get; init; } = 1024;

    public int MaxNuspecBytes { get; init; } = 1024 * 1024;

    /// <summary>The largest readme, icon and license file, each.</summary>
    public int MaxEmbeddedBytes { get; init; } = 1024 * 1024;

    /// <summary>What all entries together may unpack to.</summary>
    public long MaxUnpackedBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>How many times its packed size an entry, or the package as a whole, may unpack to once it is large.</summary>
    public int MaxRatio { get; init; } = 100;

    /// <summary>What may unpack to any multiple of its size: below this, in bytes, no ratio does harm.</summary>
    public long RatioFreeBytes { get; init; } = 32L * 1024 * 1024;

    /// <summary>How deep archives may lie within archives; the package itself is at depth 0.</summary>
    public int MaxNesting { get; init; } = 4;

    /// <summary>The most entries of all archives within a package.</summary>
    public int MaxNestedEntries { get; init; } = 250_000;

    /// <summary>What no entry may hold; null looks for nothing.</summary>
    public SecretForm? Forbidden { get; init; }

    /// <summary>The most problems reported for one package.</summary>
    public int MaxProblems { get; init; } = 20;

    /// <summary>The newest client version that a package may ask for, as major and minor number.</summary>
    public Version NewestClient { get; init; } = new(7, 9);

    /// <summary>True for bytes that were packed to make a server or a person unpack far more than was sent.</summary>
    internal bool IsBomb(long unpacked, long packed) => unpacked > RatioFreeBytes && unpacked / MaxRatio > packed;
}

namespace Torrone.NuGet.V3;

/// <summary>Which of the optional resources a feed has. Naming one that is not there breaks clients, so each must be said.</summary>
public sealed record ServiceIndexOptions
{
    public bool Publish { get; init; } = true;

    public bool Symbols { get; init; }

    public bool Catalog { get; init; }

    public bool Vulnerabilities { get; init; }

    /// <summary>Only once V2 is complete: some clients search by V2 when they see it.</summary>
    public bool LegacyGallery { get; init; }
}

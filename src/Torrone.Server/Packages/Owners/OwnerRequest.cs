namespace Torrone.Server.Packages.Owners;

/// <summary>A request to own a package that waits for its answer.</summary>
public sealed class OwnerRequest
{
    public string PublicId { get; init; } = "";

    /// <summary>The package.</summary>
    public string DisplayId { get; init; } = "";

    /// <summary>Who is asked: the reader, or an organization that the reader administers.</summary>
    public string OwnerName { get; init; } = "";

    /// <summary>Who asks.</summary>
    public string RequestedBy { get; init; } = "";

    /// <summary>The owner who steps down when it is accepted; null when nobody does.</summary>
    public string? ReplacesName { get; init; }

    /// <summary>UTC Unix milliseconds.</summary>
    public long ExpiresAt { get; init; }
}

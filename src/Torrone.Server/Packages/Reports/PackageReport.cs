namespace Torrone.Server.Packages.Reports;

/// <summary>One report, as administrators see it.</summary>
public sealed class PackageReport
{
    public string PublicId { get; init; } = "";

    public string Id { get; init; } = "";

    /// <summary>Normalized.</summary>
    public string Version { get; init; } = "";

    /// <summary>True when the version is gone for good by now.</summary>
    public bool IsDeleted => State == "deleted";

    public string State { get; init; } = "";

    /// <summary>A word of <see cref="ReportReason"/>.</summary>
    public string Reason { get; init; } = "";

    public string Message { get; init; } = "";

    /// <summary>The reporter's user name; null for a stranger.</summary>
    public string? Reporter { get; init; }

    /// <summary>Where a stranger may be asked; null for nowhere.</summary>
    public string? Email { get; init; }

    /// <summary>1 when it was mailed to the owners.</summary>
    public long OwnersTold { get; init; }

    /// <summary>UTC Unix milliseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>UTC Unix milliseconds; null while it is open.</summary>
    public long? ClosedAt { get; init; }

    /// <summary>The user name of who closed it.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>What the administrator wrote when closing it; null for nothing.</summary>
    public string? Note { get; init; }
}

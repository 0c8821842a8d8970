namespace Torrone.Server.Packages.Prefixes;

/// <summary>A request for a reservation, with what an administrator weighs.</summary>
public sealed class PrefixRequest
{
    public string PublicId { get; init; } = "";

    /// <summary>As the person wrote it: "Contoso.*" or "Contoso.Json".</summary>
    public string Pattern { get; init; } = "";

    /// <summary>Who would hold it.</summary>
    public string OwnerName { get; init; } = "";

    public string RequestedBy { get; init; } = "";

    public string? Reason { get; init; }

    /// <summary>UTC Unix milliseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>Null while it waits; else "granted" or "denied".</summary>
    public string? Answer { get; init; }

    /// <summary>What the administrator said; null when nothing.</summary>
    public string? AnswerReason { get; init; }

    /// <summary>Packages under it that its holder owns today.</summary>
    public long OwnPackages { get; set; }

    /// <summary>Packages under it that only others own: they stay theirs.</summary>
    public long OtherPackages { get; set; }
}

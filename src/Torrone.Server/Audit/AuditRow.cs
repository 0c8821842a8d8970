namespace Torrone.Server.Audit;

/// <summary>A row of the audit log as people read it.</summary>
public sealed record AuditRow
{
    public string PublicId { get; init; } = "";

    /// <summary>UTC Unix milliseconds.</summary>
    public long At { get; init; }

    /// <summary>Never leaves the server; null before anybody was known and for the command line.</summary>
    public long? ActorId { get; init; }

    /// <summary>The name that the actor has now.</summary>
    public string? ActorName { get; init; }

    public string? SessionPublicId { get; init; }

    public string? KeyPublicId { get; init; }

    /// <summary>The key's name now, when a key acted.</summary>
    public string? KeyName { get; init; }

    public string? Address { get; init; }

    /// <summary>What the client called itself: anything at all.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The stable word of the act.</summary>
    public string Action { get; init; } = "";

    public string? TargetKind { get; init; }

    public string? TargetId { get; init; }

    /// <summary>The name that the target has now, when it is a person, an organization or a key.</summary>
    public string? TargetName { get; init; }

    /// <summary>The principal that the row is about; never leaves the server.</summary>
    public long? ConcernsId { get; init; }

    /// <summary>The name that the principal has now.</summary>
    public string? ConcernsName { get; init; }

    public string? BeforeValue { get; init; }

    public string? AfterValue { get; init; }

    /// <summary>True for the command line on the server itself.</summary>
    public bool IsCommandLine => ActorId is null && KeyPublicId is null && Address is null && UserAgent == Actor.CommandLine.UserAgent;
}

namespace Torrone.Server.Audit;

/// <summary>Which rows of the audit log to read. What is null or empty does not narrow.</summary>
public sealed record AuditFilter
{
    /// <summary>Rows about this principal, and those of its own acts: a person's security log, an organization's log.</summary>
    public long? PrincipalId { get; init; }

    /// <summary>With <see cref="PrincipalId"/>: also what happened to keys that act for it, whoever's they are. For an organization's log.</summary>
    public bool WithKeysThatActForIt { get; init; }

    /// <summary>What the action's word begins with, such as "key." or "signin".</summary>
    public string? Kind { get; init; }

    /// <summary>A part of the actor's name, the target, the address or the action, in any case.</summary>
    public string? Text { get; init; }

    /// <summary>At this moment or later; UTC Unix milliseconds.</summary>
    public long? From { get; init; }

    /// <summary>Before this moment; UTC Unix milliseconds.</summary>
    public long? Until { get; init; }

    /// <summary>Older than the row of this public id: where the page before ended.</summary>
    public string? Before { get; init; }

    /// <summary>How many rows, 1 to 10,000. Default 50.</summary>
    public int Most { get; init; } = 50;
}

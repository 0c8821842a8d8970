namespace Torrone.Server.Audit;

/// <summary>A security-relevant act. Never holds a secret.</summary>
/// <param name="Action">A stable word such as "key.created".</param>
/// <param name="Who">Who acted, and by what.</param>
/// <param name="TargetKind">"key", "package", "user"; null when the act has no target.</param>
/// <param name="TargetId">The target's public id or name.</param>
/// <param name="ConcernsId">The principal in whose security log it appears beside the actor's.</param>
/// <param name="Before">What was, as JSON or a sentence; null when nothing was.</param>
/// <param name="After">What is now.</param>
public sealed record AuditEntry(
    string Action, Actor Who, string? TargetKind = null, string? TargetId = null, long? ConcernsId = null, string? Before = null, string? After = null);

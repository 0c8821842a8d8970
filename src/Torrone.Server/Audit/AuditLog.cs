using Torrone.Server.Data;

namespace Torrone.Server.Audit;

/// <summary>Append-only: who did what, from where, with which key, written in the transaction of the act.</summary>
public sealed class AuditLog(TimeProvider clock)
{
    // A client may call itself anything, at any length.
    private const int LongestAgent = 256;

    /// <summary>Writes the row.</summary>
    public Task WriteAsync(WriteTransaction write, AuditEntry entry) => write.ExecuteAsync(
        """
        INSERT INTO audit (public_id, at, actor_id, session_public_id, key_public_id, address, user_agent, action, target_kind,
            target_id, concerns_id, before_value, after_value)
        VALUES (@publicId, @at, @actor, @session, @key, @address, @agent, @action, @kind, @target, @concerns, @before, @after)
        """, new
        {
            publicId = PublicId.New(),
            at = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            actor = entry.Who.PrincipalId,
            session = entry.Who.SessionPublicId,
            key = entry.Who.KeyPublicId,
            address = entry.Who.Address,
            agent = entry.Who.UserAgent is { Length: > LongestAgent } agent ? agent[..LongestAgent] : entry.Who.UserAgent,
            action = entry.Action,
            kind = entry.TargetKind,
            target = entry.TargetId,
            concerns = entry.ConcernsId,
            before = entry.Before,
            after = entry.After,
        });
}

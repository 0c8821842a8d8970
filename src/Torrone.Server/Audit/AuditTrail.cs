using Torrone.Server.Data;

namespace Torrone.Server.Audit;

/// <summary>Reads the audit log, newest first. Who may read which part is for the caller to say.</summary>
public sealed class AuditTrail(Database database)
{
    private const int MostAtOnce = 10_000;

    // What happens to a key concerns its holder; whom it acts for is told as well.
    private const string OrItsKeys =
        """
         OR (a.target_kind = 'key' AND a.target_id IN (
            SELECT o.public_id FROM api_keys o JOIN api_key_scopes s ON s.key_id = o.id WHERE s.owner_id = @principal))
        """;

    /// <summary>The rows that the filter lets through, at most <see cref="AuditFilter.Most"/>.</summary>
    public Task<List<AuditRow>> ReadAsync(AuditFilter filter, CancellationToken cancellation = default) => database.ReadAsync(
        read => read.QueryAsync<AuditRow>(
            $"""
             SELECT a.public_id, a.at, a.actor_id, p.name AS actor_name, a.session_public_id, a.key_public_id, k.name AS key_name, a.address,
                 a.user_agent, a.action, a.target_kind, a.target_id, coalesce(t.name, tk.name) AS target_name, a.concerns_id,
                 c.name AS concerns_name, a.before_value, a.after_value
             FROM audit a LEFT JOIN principals p ON p.id = a.actor_id LEFT JOIN principals c ON c.id = a.concerns_id
             LEFT JOIN api_keys k ON k.public_id = a.key_public_id
             LEFT JOIN principals t ON t.public_id = a.target_id AND a.target_kind IN ('user', 'organization')
             LEFT JOIN api_keys tk ON tk.public_id = a.target_id AND a.target_kind = 'key'
             WHERE {string.Join(" AND ", Conditions(filter))}
             ORDER BY a.id DESC LIMIT @most
             """, new
            {
                principal = filter.PrincipalId ?? 0,
                kind = Escape(filter.Kind) + "%",
                text = "%" + Escape(filter.Text?.Trim().ToLowerInvariant()) + "%",
                from = filter.From ?? 0,
                until = filter.Until ?? 0,
                before = filter.Before ?? "",
                most = Math.Clamp(filter.Most, 1, MostAtOnce),
            }), cancellation);

    private static IEnumerable<string> Conditions(AuditFilter filter)
    {
        yield return filter.PrincipalId is null ? "1 = 1"
            : $"(a.concerns_id = @principal OR a.actor_id = @principal{(filter.WithKeysThatActForIt ? OrItsKeys : "")})";
        if (!string.IsNullOrEmpty(filter.Kind))
        {
            yield return "a.action LIKE @kind ESCAPE '!'";
        }

        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            yield return """
                (p.lower_name LIKE @text ESCAPE '!' OR lower(a.target_id) LIKE @text ESCAPE '!' OR t.lower_name LIKE @text ESCAPE '!'
                    OR lower(tk.name) LIKE @text ESCAPE '!' OR a.address LIKE @text ESCAPE '!' OR a.action LIKE @text ESCAPE '!')
                """;
        }

        if (filter.From is not null)
        {
            yield return "a.at >= @from";
        }

        if (filter.Until is not null)
        {
            yield return "a.at < @until";
        }

        if (!string.IsNullOrEmpty(filter.Before))
        {
            yield return "a.id < (SELECT id FROM audit WHERE public_id = @before)";
        }
    }

    private static string Escape(string? text) => (text ?? "")
        .Replace("!", "!!", StringComparison.Ordinal)
        .Replace("%", "!%", StringComparison.Ordinal)
        .Replace("_", "!_", StringComparison.Ordinal);
}

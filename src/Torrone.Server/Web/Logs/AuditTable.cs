using Torrone.Server.Audit;

namespace Torrone.Server.Web.Logs;

/// <summary>Rows of the audit log as a page shows them.</summary>
/// <param name="Rows">Newest first.</param>
/// <param name="Older">The address of the rows before these; null when these are the last.</param>
public sealed record AuditTable(IReadOnlyList<AuditRow> Rows, string? Older);

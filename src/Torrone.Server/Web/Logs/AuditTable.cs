using Torrone.Server.Audit;

namespace Torrone.Server.Web.Logs;

/// <summary>Rows of the audit log as a page shows them.</summary>
/// <param name="Rows">Newest first.</param>
/// <param name="Older">The address of the rows before these; null when these are the last.</param>
/// <param name="IsFiltered">True when only some rows were asked for, so that none of them is not none at all.</param>
public sealed record AuditTable(IReadOnlyList<AuditRow> Rows, string? Older, bool IsFiltered = false);

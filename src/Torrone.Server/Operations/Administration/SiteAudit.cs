using Torrone.Server.Accounts;
using Torrone.Server.Audit;

namespace Torrone.Server.Operations.Administration;

/// <summary>The audit log of the whole gallery, for administrators.</summary>
public sealed class SiteAudit(AuditTrail trail)
{
    /// <summary>The rows that the filter lets through, newest first.</summary>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<List<AuditRow>> ReadAsync(SignedIn person, AuditFilter filter, CancellationToken cancellation = default) =>
        person.IsAdmin ? trail.ReadAsync(filter, cancellation) : throw new NotAdministratorException();
}

using Torrone.Server.Accounts;
using Torrone.Server.Organizations;

namespace Torrone.Server.Web.Gallery;

/// <summary>For whom the reader may act on the pages: itself and the organizations that it belongs to. The operations ask for themselves.</summary>
public sealed class ActingFor(OrganizationDirectory organizations)
{
    /// <summary>The organizations of the signed-in person for which it may act now; none for a stranger.</summary>
    public async Task<IReadOnlyList<Organization>> OrganizationsAsync(HttpContext context) => context.CurrentAccount() is { } person
        ? [.. (await organizations.OfAsync(person, context.RequestAborted)).Where(o => !o.LacksSecondFactor)]
        : [];

    /// <summary>Principals, the person first; none for a stranger.</summary>
    public async Task<IReadOnlyList<long>> PrincipalsAsync(HttpContext context) => context.CurrentAccount() is { } person
        ? [person.PrincipalId, .. (await OrganizationsAsync(context)).Select(o => o.PrincipalId)]
        : [];
}

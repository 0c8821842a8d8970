using System.Security.Claims;

namespace Torrone.Server.Accounts.Sessions;

/// <summary>The person of the request as ASP.NET Core wants one; lives for one request and is never written anywhere.</summary>
internal sealed class SessionIdentity(SignedIn person) : ClaimsIdentity(
    [
        new Claim(ClaimTypes.NameIdentifier, person.PublicId),
        new Claim(ClaimTypes.Name, person.Name),
        .. person.IsAdmin ? (Claim[])[new Claim(ClaimTypes.Role, AdminRole)] : [],
    ], SessionAuthentication.SchemeName)
{
    /// <summary>What the shell looks at to offer the way to Administration.</summary>
    public const string AdminRole = "admin";

    public SignedIn Person { get; } = person;
}

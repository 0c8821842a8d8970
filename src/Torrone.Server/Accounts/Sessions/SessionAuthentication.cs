using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Torrone.Server.Accounts.Sessions;

/// <summary>
/// Reads the session's row for each request that brings the cookie. The framework's own cookie handler is not used: with a ticket
/// store it keeps the session's id when another person signs in over it, so that a planted cookie would survive the sign-in.
/// </summary>
internal sealed class SessionAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, SessionStore sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "session";

    /// <summary>The published guides link here.</summary>
    public const string SignInPath = "/users/account/LogOn";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SessionCookie.Read(Context) is not { } secret)
        {
            return AuthenticateResult.NoResult();
        }

        SessionRow? row = await sessions.FindAsync(secret, Context.RequestAborted);
        return row is null
            ? AuthenticateResult.NoResult()
            : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new SessionIdentity(row.Person)), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // A form's answer cannot be repeated after the sign-in: its page is where the person goes on.
        string back = Request.PathBase + Request.Path + (HttpMethods.IsGet(Request.Method) ? Request.QueryString : QueryString.Empty);
        Response.Redirect(Request.PathBase + SignInPath + QueryString.Create("returnUrl", back));
        return Task.CompletedTask;
    }
}

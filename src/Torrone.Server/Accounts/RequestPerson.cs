using Torrone.Server.Audit;

namespace Torrone.Server.Accounts;

/// <summary>What a page asks the request about its person.</summary>
public static class RequestPerson
{
    extension(HttpContext context)
    {
        /// <summary>The person whose session this is; null when nobody is signed in.</summary>
        public SignedIn? CurrentAccount() => (context.User.Identity as Sessions.SessionIdentity)?.Person;

        /// <summary>Who acts, for audit rows: the signed-in person, or nobody with an address.</summary>
        public Actor SessionActor()
        {
            SignedIn? person = context.CurrentAccount();
            return new Actor(person?.PrincipalId, person?.PublicId)
            {
                SessionPublicId = person?.SessionPublicId,
                Address = context.Connection.RemoteIpAddress?.ToString(),
                UserAgent = context.Request.Headers.UserAgent.ToString(),
                RequestId = context.TraceIdentifier,
            };
        }
    }
}

namespace Torrone.Server.Accounts.Sessions;

/// <summary>Hands the session to the browser and takes it back.</summary>
public static class SessionResponse
{
    extension(HttpContext context)
    {
        /// <summary>Gives the browser the session that has just begun.</summary>
        public void BeginSession(StartedSession session) => SessionCookie.Write(context, session.Secret);

        /// <summary>Takes the session's cookie back; the row is ended by the operation.</summary>
        public void ForgetSession() => SessionCookie.Remove(context);
    }
}

using Torrone.Server.Accounts.Sessions;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts;

/// <summary>Ends sessions of the person who asks; nobody can end another's.</summary>
public sealed class SignOut(Database database, SessionStore sessions, AuditLog audit)
{
    /// <summary>Ends one session of the person's own: this one or another. False when there was none such.</summary>
    public Task<bool> RunAsync(SignedIn person, string sessionPublicId, Actor actor) => database.WriteAsync(async write =>
    {
        bool ended = await sessions.EndAsync(write, person.PrincipalId, sessionPublicId);
        if (ended)
        {
            await audit.WriteAsync(write, new AuditEntry("session.ended", actor, "session", sessionPublicId, person.PrincipalId));
        }

        return ended;
    });

    /// <summary>Ends all sessions of the person's but this one. Answers how many there were.</summary>
    public Task<int> OthersAsync(SignedIn person, Actor actor) => database.WriteAsync(async write =>
    {
        int ended = await sessions.EndOthersAsync(write, person.PrincipalId, person.SessionPublicId);
        if (ended > 0)
        {
            await audit.WriteAsync(write, new AuditEntry("session.others-ended", actor, "user", person.PublicId, person.PrincipalId));
        }

        return ended;
    });

    /// <summary>Ends all sessions of the person's, this one included.</summary>
    public Task<int> EverywhereAsync(SignedIn person, Actor actor) => database.WriteAsync(async write =>
    {
        int ended = await sessions.EndOthersAsync(write, person.PrincipalId, null);
        await audit.WriteAsync(write, new AuditEntry("session.all-ended", actor, "user", person.PublicId, person.PrincipalId));
        return ended;
    });
}

using Torrone.Server.Accounts.Sessions;

namespace Torrone.Server.Accounts;

/// <summary>A session, or no session. Why there is none is said only to who knew the password.</summary>
/// <param name="Session">Null when the sign-in failed.</param>
/// <param name="IsLocked">The password was right, but an administrator has locked the account.</param>
public sealed record SignInAnswer(StartedSession? Session, bool IsLocked = false)
{
    internal static readonly SignInAnswer Failed = new(Session: null);
}

using Torrone.Server.Accounts.Sessions;

namespace Torrone.Server.Accounts;

/// <summary>A session, or no session. Why there is none is said only to who knew the password.</summary>
/// <param name="Session">Null when the sign-in failed, or is not complete.</param>
/// <param name="IsLocked">The password was right, but an administrator has locked the account.</param>
/// <param name="SecondStep">The password was right, and the account has a second factor: what the browser brings to <see cref="Accounts.SecondStep"/>.</param>
public sealed record SignInAnswer(StartedSession? Session, bool IsLocked = false, string? SecondStep = null)
{
    internal static readonly SignInAnswer Failed = new(Session: null);

    /// <summary>Without the secrets: records print all they hold.</summary>
    public override string ToString() => Session is not null ? "Signed in" : SecondStep is not null ? "Second step" : "Not signed in";
}

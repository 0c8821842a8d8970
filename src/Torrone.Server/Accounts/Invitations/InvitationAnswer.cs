using Torrone.Server.Accounts.Sessions;

namespace Torrone.Server.Accounts.Invitations;

/// <summary>What came of an invitation.</summary>
/// <param name="Session">The new person's session; null when there are problems, or the address must be confirmed first.</param>
/// <param name="MustConfirm">A letter is on its way to the address.</param>
/// <param name="Problems">What is wrong with the form; empty when the link itself is over.</param>
public sealed record InvitationAnswer(StartedSession? Session, bool MustConfirm, IReadOnlyList<AccountProblem> Problems)
{
    /// <summary>Used, cancelled, expired, or no such link.</summary>
    public static readonly InvitationAnswer LinkIsOver = new(null, false, []);
}

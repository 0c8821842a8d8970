namespace Torrone.Server.Accounts.Invitations;

/// <summary>An invitation's link, or why there is none.</summary>
/// <param name="Link">To be copied; shown once. Null when there are problems.</param>
/// <param name="ExpiresAt">When it ends, UTC Unix milliseconds.</param>
/// <param name="Problems">Empty when the invitation was made.</param>
public sealed record InviteAnswer(string? Link, long ExpiresAt, IReadOnlyList<AccountProblem> Problems)
{
    /// <summary>Without the link: records print all they hold.</summary>
    public override string ToString() => "Invitation";
}

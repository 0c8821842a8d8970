namespace Torrone.Server.Organizations;

/// <summary>An invitation's link, or why there is none.</summary>
/// <param name="Link">For the person who invites, to be handed over by hand where no letter arrives. Shown once. Null when there is a problem.</param>
/// <param name="Who">The user name as its holder spells it, or the address.</param>
public sealed record InviteAnswer(string? Link, string Who, OrganizationProblem? Problem)
{
    /// <summary>Without the link, which holds a token: records print all they hold.</summary>
    public override string ToString() => $"Invitation of {Who} {Problem?.Code}";
}

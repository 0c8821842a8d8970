namespace Torrone.Server.Organizations;

/// <summary>What somebody who brings an invitation's link is told before answering.</summary>
/// <param name="OrganizationName">Where to.</param>
/// <param name="InvitedBy">By whom.</param>
/// <param name="ExpiresAt">UTC Unix milliseconds.</param>
/// <param name="IsForReader">False when it is for another person than the one who is signed in.</param>
public sealed record OfferedInvitation(string PublicId, string OrganizationName, string InvitedBy, MemberRole Role, long ExpiresAt, bool IsForReader);

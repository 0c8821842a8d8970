namespace Torrone.Server.Organizations;

/// <summary>A person's standing membership of an organization.</summary>
/// <param name="Id">The membership's row: a person who leaves and returns has another one.</param>
/// <param name="OrganizationId">The organization's principal.</param>
/// <param name="UserId">The person's principal.</param>
public sealed record Membership(long Id, long OrganizationId, long UserId, MemberRole Role);

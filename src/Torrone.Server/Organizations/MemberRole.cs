namespace Torrone.Server.Organizations;

/// <summary>What a member of an organization may do. Kept in the database by its lower-case name.</summary>
public enum MemberRole
{
    /// <summary>Push, unlist and manage the organization's packages.</summary>
    Collaborator,

    /// <summary>Also members, policies, package owners and the organization's own keys.</summary>
    Admin,
}

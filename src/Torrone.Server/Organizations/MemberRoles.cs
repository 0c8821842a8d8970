namespace Torrone.Server.Organizations;

/// <summary>The words of roles, as the database and forms carry them.</summary>
public static class MemberRoles
{
    /// <summary>The word of a role.</summary>
    public static string Word(this MemberRole role) => role == MemberRole.Admin ? "admin" : "collaborator";

    /// <summary>The role of a word; an unknown word is the lesser role.</summary>
    public static MemberRole Parse(string? word) => word == "admin" ? MemberRole.Admin : MemberRole.Collaborator;
}

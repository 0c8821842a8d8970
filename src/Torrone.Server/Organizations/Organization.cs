namespace Torrone.Server.Organizations;

/// <summary>An organization as a member of it sees it. A snapshot of the database when it was read.</summary>
public sealed class Organization
{
    /// <summary>The row's number; never leaves the server.</summary>
    public long PrincipalId { get; init; }

    public string PublicId { get; init; } = "";

    /// <summary>As its administrators spell it; unique in lower case, together with the people's names.</summary>
    public string Name { get; init; } = "";

    /// <summary>UTC Unix milliseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>The reader's own role.</summary>
    public MemberRole Role { get; init; }

    /// <summary>True when the reader administers it.</summary>
    public bool IsAdmin => Role == MemberRole.Admin;

    /// <summary>Members now.</summary>
    public long Members { get; init; }

    /// <summary>Packages that it owns, alone or with others.</summary>
    public long Packages { get; init; }

    /// <summary>True when its policy demands a second factor that the reader does not have: the reader may look and leave, nothing else.</summary>
    public bool LacksSecondFactor { get; init; }
}

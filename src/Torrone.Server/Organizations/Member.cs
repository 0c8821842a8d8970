namespace Torrone.Server.Organizations;

/// <summary>A member as the other members see one.</summary>
public sealed class Member
{
    /// <summary>The person's opaque id.</summary>
    public string PublicId { get; init; } = "";

    public string Name { get; init; } = "";

    public MemberRole Role { get; init; }

    /// <summary>UTC Unix milliseconds.</summary>
    public long Since { get; init; }

    /// <summary>True when the person has a second factor. Administrators see it.</summary>
    public bool HasSecondFactor { get; init; }

    /// <summary>True while the account is locked: the person can do nothing.</summary>
    public bool IsLocked { get; init; }

    /// <summary>Keys of the person that act for the organization and have not ended.</summary>
    public long Keys { get; init; }
}

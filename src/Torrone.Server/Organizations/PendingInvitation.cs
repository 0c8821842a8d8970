namespace Torrone.Server.Organizations;

/// <summary>An invitation that waits for its answer.</summary>
public sealed class PendingInvitation
{
    public string PublicId { get; init; } = "";

    /// <summary>The organization.</summary>
    public string OrganizationName { get; init; } = "";

    /// <summary>Who is invited: a user name, or an address where <see cref="IsByAddress"/>.</summary>
    public string Who { get; init; } = "";

    /// <summary>True when an address was invited: whoever brings the link may accept.</summary>
    public bool IsByAddress { get; init; }

    public MemberRole Role { get; init; }

    public string InvitedBy { get; init; } = "";

    /// <summary>UTC Unix milliseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>UTC Unix milliseconds.</summary>
    public long ExpiresAt { get; init; }
}

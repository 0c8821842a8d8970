namespace Torrone.Server.Accounts.Invitations;

/// <summary>An invitation to have an account here, as an administrator sees it. The link is not kept and not shown again.</summary>
public sealed class GalleryInvitation
{
    public string PublicId { get; init; } = "";

    /// <summary>The address that the account will have; null when the invited person chooses one.</summary>
    public string? Email { get; init; }

    /// <summary>The name of the administrator who invited.</summary>
    public string InvitedBy { get; init; } = "";

    /// <summary>UTC Unix milliseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>UTC Unix milliseconds.</summary>
    public long ExpiresAt { get; init; }

    /// <summary>UTC Unix milliseconds; null while it is open.</summary>
    public long? AnsweredAt { get; init; }

    /// <summary>"accepted" or "cancelled"; null while it is open.</summary>
    public string? Answer { get; init; }
}

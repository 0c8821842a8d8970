namespace Torrone.Server.Accounts.Sessions;

/// <summary>A living session with its person, as one query finds them.</summary>
internal sealed class SessionRow
{
    public long UserId { get; init; }

    public string UserPublicId { get; init; } = "";

    public string Name { get; init; } = "";

    public bool IsAdmin { get; init; }

    public bool IsConfirmed { get; init; }

    public string PublicId { get; init; } = "";

    public long CreatedAt { get; init; }

    public long LastSeenAt { get; init; }

    public long ProvedAt { get; init; }

    public SignedIn Person => new(UserId, UserPublicId, Name, IsAdmin, IsConfirmed, PublicId, ProvedAt);
}

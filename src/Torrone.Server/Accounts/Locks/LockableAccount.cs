namespace Torrone.Server.Accounts.Locks;

/// <summary>A person or organization as an administrator sees it before locking or unlocking, with what that would stop.</summary>
public sealed class LockableAccount
{
    /// <summary>The row's number; never leaves the server.</summary>
    public long PrincipalId { get; init; }

    public string PublicId { get; init; } = "";

    public string Name { get; init; } = "";

    public bool IsOrganization { get; init; }

    public bool IsAdmin { get; init; }

    /// <summary>The person's address, or the organization's if it has one.</summary>
    public string? Email { get; init; }

    /// <summary>UTC Unix milliseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>Null for organizations, and for people who have not confirmed yet.</summary>
    public long? EmailConfirmedAt { get; init; }

    /// <summary>UTC Unix milliseconds; null when the person never signed in, and for organizations.</summary>
    public long? LastSeenAt { get; init; }

    /// <summary>UTC Unix milliseconds; null while it is free.</summary>
    public long? LockedAt { get; init; }

    public string? LockedReason { get; init; }

    public bool HasPassword { get; init; }

    public bool HasSecondFactor { get; init; }

    /// <summary>Keys that work now and would stop: its own, and those that act for it.</summary>
    public long Keys { get; init; }

    /// <summary>Sessions that would end.</summary>
    public long Sessions { get; init; }

    /// <summary>Packages it owns; they stay as they are and can still be restored.</summary>
    public long Packages { get; init; }

    public bool IsLocked => LockedAt is not null;
}

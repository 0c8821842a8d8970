namespace Torrone.Server.Accounts.Identity;

/// <summary>The part of a person's rows that ASP.NET Core Identity works on. Never leaves this room.</summary>
internal sealed class AccountRecord
{
    public long PrincipalId { get; set; }

    public string PublicId { get; set; } = "";

    public string Name { get; set; } = "";

    public string Email { get; set; } = "";

    public long? EmailConfirmedAt { get; set; }

    public string? PasswordHash { get; set; }

    /// <summary>New with every change of password or address: what was issued under the old one ends.</summary>
    public string SecurityStamp { get; set; } = "";

    /// <summary>The stamp as it was read: an update under another one is refused, so that it cannot undo a change made meanwhile.</summary>
    public string LoadedStamp { get; set; } = "";

    public long AccessFailedCount { get; set; }

    public long? LockoutEnd { get; set; }

    public long? LockedAt { get; set; }

    /// <summary>Of letters and pages; null until it is known. Set with the account, and by its holder's choice.</summary>
    public string? Language { get; set; }

    public bool IsAdmin { get; set; }

    /// <summary>The account has an authenticator app or a passkey. Kept by the factors' own statements.</summary>
    public bool TwoFactorEnabled { get; set; }
}

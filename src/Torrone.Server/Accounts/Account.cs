namespace Torrone.Server.Accounts;

/// <summary>A person as other rooms see one: no password, no stamp. A snapshot of the database when it was read.</summary>
public sealed class Account
{
    /// <summary>The row's number. Never leaves the server: people and programs see <see cref="PublicId"/>.</summary>
    public long PrincipalId { get; init; }

    public string PublicId { get; init; } = "";

    /// <summary>As the person spells it; unique in lower case, together with the organizations' names.</summary>
    public string Name { get; init; } = "";

    /// <summary>The address that letters go to. Personal: shown to its holder and to administrators alone.</summary>
    public string Email { get; init; } = "";

    /// <summary>UTC Unix milliseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>When the holder proved to read the address's mail; null while that is awaited.</summary>
    public long? EmailConfirmedAt { get; init; }

    /// <summary>When an administrator locked the account; null while it is free.</summary>
    public long? LockedAt { get; init; }

    public bool IsAdmin { get; init; }

    /// <summary>True once somebody set a password; an account that an administrator made has none at first.</summary>
    public bool HasPassword { get; init; }

    /// <summary>Only a confirmed person can sign in and use keys.</summary>
    public bool IsConfirmed => EmailConfirmedAt is not null;

    /// <summary>A locked person can neither sign in nor use a key.</summary>
    public bool IsLocked => LockedAt is not null;
}

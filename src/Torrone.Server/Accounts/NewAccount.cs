namespace Torrone.Server.Accounts;

/// <summary>The account that somebody asks for.</summary>
/// <param name="Name">The user name; blanks around it are taken off.</param>
/// <param name="Email">The address for letters; blanks around it are taken off.</param>
/// <param name="Password">Null for an account whose holder sets one later by a link.</param>
public sealed record NewAccount(string Name, string Email, string? Password)
{
    /// <summary>True when an administrator answers for the address; default: its holder must confirm it.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>The language that the person reads the pages in; null when somebody else asks for the account.</summary>
    public string? Language { get; init; }

    public bool IsAdmin { get; init; }

    /// <summary>Without the password: records print all they hold.</summary>
    public override string ToString() => $"New account {Name}";
}

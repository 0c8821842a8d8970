namespace Torrone.Server.Accounts;

/// <summary>Whom an administrator added, or why nobody.</summary>
/// <param name="Link">Lets the person choose a password, once, within 24 hours. Shown once; null when there are problems.</param>
/// <param name="Problems">Empty when the account was made.</param>
public sealed record AddedPerson(string? Link, IReadOnlyList<AccountProblem> Problems)
{
    /// <summary>Without the link: records print all they hold.</summary>
    public override string ToString() => "Added person";
}

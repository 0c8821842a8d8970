namespace Torrone.Server.Accounts;

/// <summary>Who was added by somebody else's word, or why nobody.</summary>
/// <param name="Account">Null when there are problems.</param>
/// <param name="Link">Lets the person choose a password, once, within 24 hours. Shown once; null when there is a password already.</param>
/// <param name="Problems">Empty when the account was made.</param>
public sealed record AddedPerson(Account? Account, string? Link, IReadOnlyList<AccountProblem> Problems)
{
    /// <summary>Without the link: records print all they hold.</summary>
    public override string ToString() => $"Added {Account?.Name}";
}

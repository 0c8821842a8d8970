namespace Torrone.Server.Accounts;

/// <summary>An account, or why there is none.</summary>
/// <param name="Account">Null when there are problems.</param>
/// <param name="Problems">Empty when the account was made.</param>
public sealed record CreateAccountAnswer(Account? Account, IReadOnlyList<AccountProblem> Problems)
{
    /// <summary>True when the account exists now.</summary>
    public bool Succeeded => Account is not null;

    internal static CreateAccountAnswer Refused(params IReadOnlyList<AccountProblem> problems) => new(null, problems);
}

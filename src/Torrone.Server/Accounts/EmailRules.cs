using System.Text.RegularExpressions;

namespace Torrone.Server.Accounts;

/// <summary>
/// What an address may be: one local part and one host in printable ASCII. Whether anybody reads it is for the confirmation to show;
/// this keeps out what would be a second recipient or a header.
/// </summary>
public static partial class EmailRules
{
    /// <summary>RFC 5321's longest path, without its angle brackets.</summary>
    public const int Longest = 254;

    /// <summary>The problem with an address, or null.</summary>
    public static AccountProblem? Check(string address) =>
        address.Length == 0 ? new AccountProblem("Email", "EmailMissing")
        : address.Length > Longest || !Pattern().IsMatch(address) ? new AccountProblem("Email", "EmailMalformed")
        : null;

    /// <summary>Enough of an address for its holder to know it, in a log that outlives it: "a…@example.com".</summary>
    public static string Mask(string address) => address.Length == 0 ? "" : $"{address[0]}…{address[address.LastIndexOf('@')..]}";

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-]+)*@[A-Za-z0-9]([A-Za-z0-9\-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9\-]*[A-Za-z0-9])?)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}

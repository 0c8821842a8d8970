namespace Torrone.Server.Accounts.Passwords;

/// <summary>
/// What a password may be: long enough, not one that everybody tries, not what everybody knows of the person. No rules on its
/// characters, as NIST SP 800-63B asks: they make people write Password1!.
/// </summary>
public static class PasswordRules
{
    /// <summary>In characters (UTF-16 units).</summary>
    public const int Shortest = 10;

    /// <summary>In characters; bounds the work of hashing.</summary>
    public const int Longest = 256;

    /// <summary>The problem with a password for a person of this name and address, or null.</summary>
    public static AccountProblem? Check(string password, string name, string email) =>
        password.Length < Shortest ? new AccountProblem("Password", "PasswordTooShort")
        : password.Length > Longest ? new AccountProblem("Password", "PasswordTooLong")
        : IsKnownOf(password, name, email) ? new AccountProblem("Password", "PasswordIsName")
        : CommonPasswords.Contains(password) || password.Distinct().Count() < 3 ? new AccountProblem("Password", "PasswordCommon")
        : null;

    private static bool IsKnownOf(string password, string name, string email)
    {
        string local = email.Split('@')[0];
        return new[] { name, email, local, name + name }.Any(known => known.Equals(password, StringComparison.OrdinalIgnoreCase));
    }
}

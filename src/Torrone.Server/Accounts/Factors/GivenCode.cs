namespace Torrone.Server.Accounts.Factors;

/// <summary>A code as people type it: with blanks, with or without hyphens, in either case.</summary>
internal static class GivenCode
{
    // Longer than any code with blanks in it.
    private const int Longest = 64;

    /// <summary>Letters and digits alone, in lower case; empty when it is too long to be a code.</summary>
    public static string Clean(string typed) => typed.Length > Longest
        ? ""
        : string.Concat(typed.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '\u2010' or '\u2011' or '\u2013'))).ToLowerInvariant();

    /// <summary>True when it can only be an authenticator app's.</summary>
    public static bool IsOfApp(string clean) => clean.Length == Totp.Digits && clean.All(char.IsAsciiDigit);
}

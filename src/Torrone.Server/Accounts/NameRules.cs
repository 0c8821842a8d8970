using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Torrone.Server.Accounts;

/// <summary>What a user name may be: nuget.org's pattern, and no first word of an address of this site.</summary>
public static partial class NameRules
{
    public const int Longest = 64;

    // Names that are not addresses of pages but would let somebody speak for the site.
    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
        [
            "v3", "v3-flatcontainer", "feeds", "api", "symbols", "packages", "profiles", "account", "users", "organization",
            "organizations", "admin", "docs", "health", "metrics", "setup", "upload", "search", "error", "stats", "policies", "about",
            "status", "language", "theme", "css", "js", "img", "images", "icons", "fonts", "lib", "favicon.ico", "robots.txt",
            "well-known", "pt-br", "zh-cn", "zh-tw", "qps-ploc", "administrator", "root", "system", "support", "security", "torrone",
        ], StringComparer.OrdinalIgnoreCase);

    /// <summary>The problem with a name, or null.</summary>
    public static AccountProblem? Check(string name) =>
        name.Length == 0 ? new AccountProblem("Name", "NameMissing")
        : name.Length > Longest || !Pattern().IsMatch(name) ? new AccountProblem("Name", "NameMalformed")
        : IsReserved(name) ? new AccountProblem("Name", "NameTaken")
        : null;

    /// <summary>True for the first words of this site's addresses, in any case.</summary>
    public static bool IsReserved(string name) => Reserved.Contains(name);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.\-]+[A-Za-z0-9]\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}

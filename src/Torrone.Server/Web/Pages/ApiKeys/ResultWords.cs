using Torrone.Server.ApiKeys;
using Torrone.Server.Text;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>How the pages say what came of a use of a key: the rule that refused it, by the code that the client was told.</summary>
public static class ResultWords
{
    private static readonly TextSource T = WebText.ApiKeys;

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "account-locked", "account-unconfirmed", "duplicate", "key-address", "key-expired", "key-frozen", "key-held", "key-revoked", "key-used-up",
        "membership-ended", "not-owner", "parent-ended", "parent-narrower", "parent-stopped", "policy-action", "prefix-reserved", "scope-action",
        "scope-package", "scope-version", "second-factor-required", "too-many-requests",
    };

    public static bool IsAllowed(string result) => result == KeyUseEntry.Ok;

    /// <summary>The words of a refusal's code; null for one that has none here.</summary>
    public static string? Refused(string code) => Known.Contains(code) ? T["Result." + code] : null;
}

using Torrone.Server.ApiKeys;
using Torrone.Server.Text;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>How the pages say what came of a use of a key: the rule that refused it, by the code that the client was told.</summary>
public static class ResultWords
{
    private static readonly TextSource T = WebText.ApiKeys;

    public static bool IsAllowed(string result) => result == KeyUseEntry.Ok;

    /// <summary>The words of a refusal's code; null for one that has none here.</summary>
    public static string? Refused(string code) => T.Has("Result." + code) ? T["Result." + code] : null;
}

using Microsoft.AspNetCore.Html;
using Torrone.Server.ApiKeys;
using Torrone.Server.Text;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>One whole sentence on what a key will allow: a sentence for each combination of scopes, never glued.</summary>
public static class KeySummary
{
    private static readonly TextSource T = WebText.ApiKeys;

    /// <summary>The sentence; what is still missing when the key would allow nothing.</summary>
    /// <param name="name">Empty while the person has not named it.</param>
    /// <param name="expiresAt">UTC Unix milliseconds; null while no time is chosen.</param>
    public static IHtmlContent Of(string name, IReadOnlyCollection<KeyAction> actions, IReadOnlyCollection<string> subjects, long? expiresAt)
    {
        if (actions.Count == 0)
        {
            return T.Html("Summary.NoScope");
        }

        if (subjects.Count == 0)
        {
            return T.Html("Summary.NoPackage");
        }

        if (expiresAt is not { } end)
        {
            return T.Html("Summary.NoExpiry");
        }

        return T.Html("Summary." + Combination(actions), name.Length > 0 ? name : T["Summary.Unnamed"], Listed(subjects), KeyWords.Moment(end),
            string.Join(", ", actions.Select(KeyWords.Scope)));
    }

    private static string Combination(IReadOnlyCollection<KeyAction> actions)
    {
        if (actions.Any(a => a is KeyAction.Read or KeyAction.ManageKeys))
        {
            return "Other";
        }

        string push = actions.Contains(KeyAction.Push) ? "Push" : actions.Contains(KeyAction.PushVersion) ? "PushVersion" : "";
        return push + (actions.Contains(KeyAction.Unlist) ? "Unlist" : "");
    }

    // Patterns are names, not words: a comma separates them in every language that is spoken here.
    private static HtmlContentBuilder Listed(IReadOnlyCollection<string> subjects)
    {
        HtmlContentBuilder list = new();
        foreach (string subject in subjects)
        {
            list.AppendHtml(list.Count == 0 ? "" : ", ").AppendHtml("<strong class=\"id\" translate=\"no\">").Append(subject).AppendHtml("</strong>");
        }

        return list;
    }
}

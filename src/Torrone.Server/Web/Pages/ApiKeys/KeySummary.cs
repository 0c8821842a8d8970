using Microsoft.AspNetCore.Html;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Text;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>One whole sentence on what a key will allow: a sentence for each combination of scopes, never glued.</summary>
public static class KeySummary
{
    private static readonly TextSource T = WebText.ApiKeys;

    /// <summary>The sentence for a key that exists.</summary>
    public static IHtmlContent Of(KeyDetails key) => Of(key.Name, key.Actions, [.. key.Globs, .. key.PackageIds], key.ExpiresAt);

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

    /// <summary>What narrows the key further, each as a whole sentence; empty when nothing does.</summary>
    public static IReadOnlyList<string> Limits(IReadOnlyCollection<string> addresses, IReadOnlyCollection<string> versions, bool singleUse) =>
    [
        .. singleUse ? [T["Limit.SingleUse"]] : Array.Empty<string>(),
        .. versions.Count > 0 ? [T.Plural("Limit.Versions", versions.Count, string.Join(", ", versions))] : Array.Empty<string>(),
        .. addresses.Count > 0 ? [T.Plural("Limit.Addresses", addresses.Count, string.Join(", ", addresses))] : Array.Empty<string>(),
    ];

    private static string Combination(IReadOnlyCollection<KeyAction> actions)
    {
        if (actions.Any(a => a is KeyAction.Read or KeyAction.ManageKeys))
        {
            return actions.Count > 1 ? "Other" : actions.First() == KeyAction.Read ? "Read" : "Manage";
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

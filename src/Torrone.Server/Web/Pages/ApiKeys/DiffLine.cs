using Microsoft.AspNetCore.Html;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Text;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>One line of what an edit changes.</summary>
/// <param name="Kind">"adds", "removes" or "changes".</param>
/// <param name="Sentence">Whole.</param>
public sealed record DiffLine(string Kind, IHtmlContent Sentence)
{
    private static readonly TextSource T = WebText.ApiKeys;

    public string Icon => Kind switch { "adds" => "plus", "removes" => "minus", _ => "pencil" };

    /// <summary>What is added first, then what is taken away, then what is otherwise.</summary>
    public static IReadOnlyList<DiffLine> Of(KeyDiff diff)
    {
        List<DiffLine> lines = [];
        lines.AddRange(diff.AddedActions.Select(a => new DiffLine("adds", T.Html("Diff.AddsScope", KeyWords.Scope(a)))));
        Names(lines, "adds", "Diff.Adds", diff.AddedSubjects);
        Names(lines, "adds", "Diff.AddsVersion", diff.AddedVersions);
        Names(lines, "adds", "Diff.AddsAddress", diff.AddedAddresses);
        lines.AddRange(diff.RemovedActions.Select(a => new DiffLine("removes", T.Html("Diff.RemovesScope", KeyWords.Scope(a)))));
        Names(lines, "removes", "Diff.Removes", diff.RemovedSubjects);
        Names(lines, "removes", "Diff.RemovesVersion", diff.RemovedVersions);
        Names(lines, "removes", "Diff.RemovesAddress", diff.RemovedAddresses);
        if (diff.Name is { } name)
        {
            lines.Add(new DiffLine("changes", T.Html("Diff.Name", name)));
        }

        if (diff.SingleUse is { } single)
        {
            lines.Add(new DiffLine("changes", T.Html(single ? "Diff.Single" : "Diff.NotSingle")));
        }

        if (diff.ExpiresAt is { } end)
        {
            lines.Add(new DiffLine("changes", T.Html("Diff.Ends", KeyWords.Moment(end))));
        }

        lines.Add(new DiffLine("changes", T.Html(diff.ReachBefore == diff.ReachAfter ? "Diff.SameReach" : "Diff.Reach", diff.ReachBefore, diff.ReachAfter)));
        return lines;
    }

    private static void Names(List<DiffLine> lines, string kind, string key, IEnumerable<string> names) =>
        lines.AddRange(names.Select(name => new DiffLine(kind, T.Html(key, name))));
}

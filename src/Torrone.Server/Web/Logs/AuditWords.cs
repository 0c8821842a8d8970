using Microsoft.AspNetCore.Html;
using Torrone.Server.Audit;
using Torrone.Server.Text;

namespace Torrone.Server.Web.Logs;

/// <summary>What a row of the audit log says, in the reader's language.</summary>
public static class AuditWords
{
    private static TextSource T => WebText.Audit;

    /// <summary>What was done, as a sentence without its subject; an act that has no sentence shows its own word.</summary>
    public static IHtmlContent Sentence(AuditRow row)
    {
        string key = $"Action.{row.Action}";
        return T.Has(key)
            ? T.Html(key, Name(row.TargetName ?? row.TargetId ?? row.ConcernsName), Name(row.AfterValue))
            : new HtmlFormattableString("<code translate=\"no\">{0}</code>", row.Action);
    }

    /// <summary>The same as plain text, for tables that are downloaded.</summary>
    public static string Plain(AuditRow row)
    {
        string key = $"Action.{row.Action}";
        return T.Has(key)
            ? T.Format(key, row.TargetName ?? row.TargetId ?? row.ConcernsName ?? "", row.AfterValue ?? "")
            : row.Action;
    }

    private static HtmlFormattableString Name(string? name) => new("<span class=\"id\" translate=\"no\">{0}</span>", name ?? "");
}

using System.Globalization;
using Microsoft.AspNetCore.Html;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Text;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>How the pages say times, scopes and packages of a key.</summary>
public static class KeyWords
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    private static readonly TextSource T = WebText.ApiKeys;

    /// <summary>"19 Feb 2027".</summary>
    public static string Date(long at) => T.Format("Date", At(at));

    /// <summary>"19 February 2027, 14:05 (UTC)", which script turns into the reader's own time.</summary>
    public static IHtmlContent Moment(long at) => new HtmlString(
        $"""<time datetime="{At(at).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}" data-local>{T.Html("Moment", At(at))}</time>""");

    /// <summary>"in 90 days", "in 5 hours", "12 days ago".</summary>
    public static string Distance(long at, long now) => Spoken(at > now ? "In." : "Ago.", Math.Abs(at - now));

    /// <summary>"2 days before", for a time before another one.</summary>
    public static string Before(long at, long then) => Spoken("Before.", Math.Abs(then - at));

    /// <summary>The scopes as short words: "Push", "Unlist".</summary>
    public static IEnumerable<string> Scopes(KeyDetails key) => key.Actions.Select(Scope);

    /// <summary>"Push", "Unlist".</summary>
    public static string Scope(KeyAction action) => T["Scope." + action.Name()];

    private static string Spoken(string stem, long span)
    {
        (string unit, long count) = span switch
        {
            < Hour => ("Minutes", Math.Max(1, span / Minute)),
            < 2 * Day => ("Hours", Rounded(span, Hour)),
            _ => ("Days", Rounded(span, Day)),
        };
        return T.Plural(stem + unit, count);
    }

    // To the nearest: a key made a moment ago for 90 days says 90, not 89.
    private static long Rounded(long span, long unit) => (span + (unit / 2)) / unit;

    private static DateTime At(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime;
}

using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;
using Torrone.NuGet.Problems;
using Torrone.Server.Text;

namespace Torrone.Server.Web;

/// <summary>Dates, sizes and numbers as the reader's language writes them.</summary>
public static partial class Words
{
    private static readonly string[] Units = ["Size.Bytes", "Size.KiB", "Size.MiB", "Size.GiB"];

    /// <summary>A day in UTC with the month's name, e.g. "November 21, 2026".</summary>
    /// <param name="at">UTC Unix milliseconds.</param>
    public static string Date(long at) => Date(DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime));

    /// <inheritdoc cref="Date(long)"/>
    public static string Date(DateOnly day)
    {
        CultureInfo culture = Readable;
        return day.ToString(WeekDay().Replace(culture.DateTimeFormat.LongDatePattern, "").Trim(), culture);
    }

    /// <summary>The day as a time element: programs and pointers find the exact moment in it.</summary>
    /// <param name="at">UTC Unix milliseconds.</param>
    public static IHtmlContent Time(long at)
    {
        DateTimeOffset moment = DateTimeOffset.FromUnixTimeMilliseconds(at);
        return new HtmlFormattableString("<time datetime=\"{0}\">{1}</time>", moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), Date(at));
    }

    /// <summary>A whole number with the language's separators.</summary>
    public static string Number(long number) => number.ToString("N0", Readable);

    /// <summary>A size in the largest binary unit that leaves at least 1, with one decimal below 10.</summary>
    public static string Size(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < Units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Format(Readable, WebText.Shell[Units[unit]], value.ToString(unit > 0 && value < 10 ? "0.#" : "0", Readable));
    }

    /// <summary>What is wrong with a package, in the reader's language.</summary>
    public static string Problem(PackageProblem problem)
    {
        string sentence = problem.Sentence(CultureInfo.CurrentUICulture);
        return Languages.IsPseudo(CultureInfo.CurrentUICulture) ? PseudoText.Disguise(sentence) : sentence;
    }

    // The made-up language has no dates and numbers of its own.
    private static CultureInfo Readable =>
        Languages.IsPseudo(CultureInfo.CurrentUICulture) ? CultureInfo.InvariantCulture : CultureInfo.CurrentCulture;

    [GeneratedRegex(@"[\s,،]*dddd[\s,،.]*", RegexOptions.CultureInvariant)]
    private static partial Regex WeekDay();
}

using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Torrone.Server.Text;

namespace Torrone.Server.Web;

/// <summary>Sentences with markup inside (a bold word, a link), kept whole so that a translator can move the words about.</summary>
public static class SentenceMarkup
{
    /// <summary>
    /// The sentence as HTML: the resource may hold tags of ours, the values are encoded (unless they are HTML content already).
    /// </summary>
    public static IHtmlContent Html(this TextSource text, string key, params object?[] values) =>
        new HtmlString(string.Format(CultureInfo.CurrentCulture, text[key], Encoded(values)));

    /// <summary>As <see cref="Html"/>, with the plural form for the number; {0} is the number, values begin at {1}.</summary>
    public static IHtmlContent HtmlPlural(this TextSource text, string key, long count, params object?[] values) =>
        new HtmlString(text.Plural(key, count, Encoded(values)));

    private static object?[] Encoded(object?[] values) => [.. values.Select(Encode)];

    private static object? Encode(object? value)
    {
        switch (value)
        {
            case IHtmlContent html:
                using (StringWriter writer = new(CultureInfo.InvariantCulture))
                {
                    html.WriteTo(writer, HtmlEncoder.Default);
                    return writer.ToString();
                }

            case IFormattable number and not Enum:
                return number;
            default:
                return value is null ? null : HtmlEncoder.Default.Encode(value.ToString() ?? "");
        }
    }
}

using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Torrone.Server.Mail;

/// <summary>
/// A letter in the reader's words: paragraphs, at most one link, and the gallery's signature, as plain text and as HTML. Everything in
/// it is text; the HTML encodes it.
/// </summary>
/// <param name="Subject">One line that carries the fact.</param>
/// <param name="Before">Paragraphs above the link.</param>
/// <param name="Link">Null when there is nothing to open.</param>
/// <param name="After">Paragraphs below the link.</param>
/// <param name="Site">The gallery's address, for the signature.</param>
public sealed record Letter(string Subject, IReadOnlyList<string> Before, LetterLink? Link, IReadOnlyList<string> After, string Site)
{
    // Every script stays readable in the source; what HTML minds is encoded all the same.
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The letter to one address.</summary>
    public OutgoingMail To(string recipient) => new(recipient, Subject, AsText(), AsHtml());

    private string Signature => MailText.Text.Format("Signature", Site);

    private string AsText()
    {
        StringBuilder text = new();
        foreach (string part in (IEnumerable<string>)[.. Before, .. Link is null ? (string[])[] : [Link.Address], .. After, "-- \n" + Signature])
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(part).Append('\n');
        }

        return text.ToString();
    }

    private string AsHtml()
    {
        CultureInfo culture = CultureInfo.CurrentUICulture;
        StringBuilder html = new();
        html.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"{Html.Encode(culture.Name)}\" dir=\"{(culture.TextInfo.IsRightToLeft ? "rtl" : "ltr")}\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<head><meta charset=\"utf-8\"><title>{Html.Encode(Subject)}</title></head>\n");
        html.Append("<body style=\"margin:0;padding:24px;font:16px/1.55 system-ui,sans-serif;color:#211D18;background:#FFFFFF\">\n<div style=\"max-width:36rem\">\n");
        Paragraphs(html, Before);
        if (Link is not null)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p><a href=\"{Html.Encode(Link.Address)}\" style=\"display:inline-block;padding:10px 18px;border-radius:6px;background:#0B5C73;color:#FFFFFF;font-weight:600;text-decoration:none\">{Html.Encode(Link.Words)}</a></p>\n");
            html.Append(CultureInfo.InvariantCulture, $"<p style=\"color:#5E574E;font-size:14px;overflow-wrap:anywhere\">{Html.Encode(Link.Address)}</p>\n");
        }

        Paragraphs(html, After);
        html.Append(CultureInfo.InvariantCulture, $"<p style=\"color:#5E574E;font-size:14px\">{Html.Encode(Signature)}</p>\n</div>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static void Paragraphs(StringBuilder html, IReadOnlyList<string> paragraphs)
    {
        foreach (string paragraph in paragraphs)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p>{Html.Encode(paragraph)}</p>\n");
        }
    }
}

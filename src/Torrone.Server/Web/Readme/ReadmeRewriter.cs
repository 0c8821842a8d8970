using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Torrone.Server.Web.Readme;

/// <summary>
/// Writes anew what the Markdown library made: elements and attributes of a closed list, links and pictures made harmless. The last
/// word on what of a README reaches a page: it does not trust the Markdown library. One walk, in time linear to the text.
/// </summary>
internal sealed class ReadmeRewriter(ReadmeImageHosts images)
{
    // Far more than the Markdown library nests; what lies deeper is left out.
    private const int DeepestElement = 400;
    private const string Html = "http://www.w3.org/1999/xhtml";

    /// <summary>The safe form of what the Markdown library made.</summary>
    public string Rewrite(string html)
    {
        HtmlParser parser = new(new HtmlParserOptions { IsScripting = false });
        IElement body = parser.ParseDocument("<!DOCTYPE html><body>" + html).Body!;
        StringBuilder output = new(html.Length + (html.Length / 4));
        WriteChildren(body, output, 0, inLink: false);
        return output.ToString();
    }

    private void WriteChildren(INode parent, StringBuilder output, int depth, bool inLink)
    {
        for (INode? node = parent.FirstChild; node is not null && depth < DeepestElement; node = node.NextSibling)
        {
            if (node is IElement element && element.NamespaceUri == Html)
            {
                Write(element, output, depth + 1, inLink);
            }
            else if (node is IText text)
            {
                output.Append(HtmlEncoder.Default.Encode(text.Data));
            }
        }
    }

    private void Write(IElement element, StringBuilder output, int depth, bool inLink)
    {
        string name = element.LocalName;
        switch (name)
        {
            case "br" or "hr":
                output.Append('<').Append(name).Append('>');
                break;
            case "input":
                output.Append("""<input type="checkbox" disabled""").Append(element.HasAttribute("checked") ? " checked>" : ">");
                break;
            case "img":
                WritePicture(element, output, inLink);
                break;
            case "a" when ReadmeLink.Attributes(element.GetAttribute("href")) is { Length: > 0 } link && !inLink:
                Wrap("a", link, element, output, depth, inLink: true);
                break;
            case "p" when !IsComment(element):
            case "ul" or "li" or "em" or "strong" or "del" or "blockquote" or "code" or "thead" or "tbody" or "tr":
                Wrap(name, "", element, output, depth, inLink);
                break;
            case "ol":
                Wrap(name, int.TryParse(element.GetAttribute("start"), out int start) ? $" start=\"{start.ToString(CultureInfo.InvariantCulture)}\"" : "",
                    element, output, depth, inLink);
                break;
            case "pre":
                // What scrolls must be reachable by keyboard.
                Wrap(name, " tabindex=\"0\"", element, output, depth, inLink);
                break;
            case "table":
                output.Append("""<div class="scroll" tabindex="0">""");
                Wrap(name, "", element, output, depth, inLink);
                output.Append("</div>");
                break;
            case "th" or "td":
                Wrap(name, Alignment(element.GetAttribute("style")), element, output, depth, inLink);
                break;
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                WriteHeading(element, output, depth, inLink);
                break;
            case "a":
                WriteChildren(element, output, depth, inLink);
                break;
            default:
                break;
        }
    }

    private void Wrap(string name, string attributes, IElement element, StringBuilder output, int depth, bool inLink)
    {
        output.Append('<').Append(name).Append(attributes).Append('>');
        WriteChildren(element, output, depth, inLink);
        output.Append("</").Append(name).Append('>');
    }

    // The page has its own first heading: the README's begin one lower.
    private void WriteHeading(IElement element, StringBuilder output, int depth, bool inLink)
    {
        string name = "h" + (char)Math.Min('6', element.LocalName[1] + 1);
        string id = element.Id is { Length: > 0 and <= 200 } own ? $" id=\"{ReadmeLink.IdPrefix}{HtmlEncoder.Default.Encode(own)}\"" : "";
        Wrap(name, $" class=\"readme-{element.LocalName}\"{id}", element, output, depth, inLink);
    }

    private void WritePicture(IElement element, StringBuilder output, bool inLink)
    {
        HtmlEncoder html = HtmlEncoder.Default;
        string? address = element.GetAttribute("src");
        string words = element.GetAttribute("alt")?.Trim() ?? "";
        if (ReadmeLink.Web(address) is not { } uri)
        {
            output.Append(html.Encode(words));
        }
        else if (images.Allow(uri))
        {
            output.Append("<img src=\"").Append(html.Encode(address!)).Append("\" alt=\"").Append(html.Encode(words))
                .Append("\" loading=\"lazy\" decoding=\"async\" referrerpolicy=\"no-referrer\">");
        }
        else
        {
            string shown = html.Encode(words.Length > 0 ? words : uri.Host);
            output.Append(inLink ? shown : $"<a{ReadmeLink.Attributes(address)}>{shown}</a>");
        }
    }

    private static string Alignment(string? style) => style switch
    {
        "text-align: center;" => " class=\"align-center\"",
        "text-align: right;" => " class=\"align-right\"",
        _ => "",
    };

    // A comment to other authors, not to readers.
    private static bool IsComment(IElement paragraph) =>
        paragraph.FirstChild is IText first && first.Data.StartsWith("<!--", StringComparison.Ordinal)
        && paragraph.LastChild is IText last && last.Data.EndsWith("-->", StringComparison.Ordinal);
}

using AngleSharp.Html.Parser;
using Torrone.Fuzz.Tests.Running;
using Torrone.Server.Settings;
using Torrone.Server.Web;
using Torrone.Server.Web.Readme;

namespace Torrone.Fuzz.Tests.Targets;

/// <summary>READMEs. Whatever was written, the page gets elements and attributes of a closed list and addresses of the web.</summary>
internal sealed class ReadmeTarget : TextTarget
{
    private static readonly HashSet<string> Elements =
    [
        "p", "br", "hr", "a", "img", "ul", "ol", "li", "em", "strong", "del", "blockquote", "code", "pre", "table", "thead", "tbody", "tr", "th", "td", "div", "input", "h2", "h3", "h4", "h5", "h6",
    ];

    private static readonly HashSet<string> Attributes =
        ["href", "rel", "src", "alt", "loading", "decoding", "referrerpolicy", "class", "id", "tabindex", "type", "disabled", "checked", "start"];

    private readonly ReadmeRenderer renderer = new(new ReadmeImageHosts(new TorroneSettings()));
    private readonly HtmlParser parser = new();

    public override string Name => "readme";

    public override long MostAllocated => 16 * 1024 * 1024;

    public override int Longest => 4 * 1024;

    protected override IReadOnlyList<string> OwnWords =>
    [
        "# ", "## a", "* ", "1. ", "> ", "```", "~~~", "`", "**", "__", "~~", "[", "](", ")", "![", "<", ">", "<script>alert(1)</script>", "<img src=x onerror=a>", "javascript:a", "[a](javascript:a)",
        "![a](https://img.shields.io/a.png)", "![a](http://a/b.svg)", "[a]: https://example.org", "| a | b |\n|---|:-:|\n", "- [x] ", "https://example.org", "<https://example.org>", "&lt;", "&#x6A;",
        "data:text/html,a", "\n\n", "    ", "\\", "<!-- a -->", "[^1]", "{#id}", "onclick=", "\"", "'>", "]]>",
    ];

    protected override IEnumerable<string> Texts =>
    [
        "# Title\n\nA *text* with `code`, **weight**, ~~gone~~ and [a link](https://example.org).\n\n* one\n* two\n\n1. first\n",
        "| a | b |\n|---|--:|\n| 1 | 2 |\n\n![badge](https://img.shields.io/badge/a.png)\n\n> quoted\n\n```cs\nvar x = 1;\n```\n",
        "<script>alert(1)</script>\n\n[x](javascript:alert(1)) <a href=\"data:a\">b</a>\n\n- [ ] task\n- [x] done\n",
        "[a][b]\n\n[b]: https://example.org \"t\"\n\n[top](#title)\n\nhttps://example.org/a?b=c\n",
    ];

    protected override object? Run(string text) => renderer.Render(System.Text.Encoding.UTF8.GetBytes(text)).ToString();

    protected override string Judge(string text, object? result)
    {
        var body = parser.ParseDocument("<!DOCTYPE html><body>" + (string)result!).Body!;
        HashSet<string> seen = [];
        foreach (var element in body.QuerySelectorAll("*"))
        {
            Assert.Contains(element.LocalName, Elements);
            seen.Add(element.LocalName);
            foreach (var attribute in element.Attributes)
            {
                Assert.Contains(attribute.Name, Attributes);
                if (attribute.Name is "href" or "src")
                {
                    Assert.True(attribute.Value is ['#', ..] || (Uri.TryCreate(attribute.Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"), attribute.Value);
                }
            }
        }

        return "ok " + string.Join(',', seen.Order(StringComparer.Ordinal));
    }
}

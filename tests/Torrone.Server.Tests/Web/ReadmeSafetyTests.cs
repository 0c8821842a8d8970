using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Html;
using Torrone.Server.Settings;
using Torrone.Server.Web;
using Torrone.Server.Web.Readme;
using Xunit;

namespace Torrone.Server.Tests.Web;

/// <summary>A README is a stranger's text on a page of ours.</summary>
public sealed class ReadmeSafetyTests
{
    private static readonly string[] Attributes =
        ["href", "rel", "src", "alt", "loading", "decoding", "referrerpolicy", "class", "id", "tabindex", "type", "disabled", "checked", "start"];

    private readonly ReadmeRenderer _renderer = new(new ReadmeImageHosts(new TorroneSettings { ReadmeImageHosts = "pictures.example" }));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<iframe src=\"https://evil.example\"></iframe>")]
    [InlineData("text <b onclick=\"x()\">bold</b>")]
    [InlineData("<style>*{display:none}</style>")]
    [InlineData("<svg><script>alert(1)</script></svg>")]
    [InlineData("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>")]
    [InlineData("<form action=\"https://evil.example\"><input name=q></form>")]
    [InlineData("[a](javascript:alert(1))")]
    [InlineData("[a](JaVaScRiPt:alert(1))")]
    [InlineData("[a](&#106;avascript:alert(1))")]
    [InlineData("[a](java\nscript:alert(1))")]
    [InlineData("[a](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[a](vbscript:x)")]
    [InlineData("[a](file:///etc/passwd)")]
    [InlineData("[a](//evil.example/x)")]
    [InlineData("[a](https://user:secret@evil.example/)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![a](data:image/png;base64,AAAA)")]
    [InlineData("![a](javascript:alert(1))")]
    [InlineData("![a](https://pictures.example/a.svg)")]
    [InlineData("![a](http://pictures.example/a.png)")]
    [InlineData("![a](https://elsewhere.example/a.png)")]
    [InlineData("![a\" onerror=\"x](https://pictures.example/a.png)")]
    [InlineData("[a]: javascript:alert(1)\n\n[a]")]
    [InlineData("# x {onclick=alert(1) .y}")]
    [InlineData("```html onclick=x\n<script>\n```")]
    public void Nothing_in_it_runs_or_loads_or_posts(string markdown)
    {
        IElement readme = Parse(Render(markdown));

        Assert.Empty(readme.QuerySelectorAll("script, style, iframe, svg, math, form, object, embed, base, link, meta, template, video, audio, b"));
        foreach (IElement element in readme.QuerySelectorAll("*"))
        {
            Assert.All(element.Attributes, a => Assert.Contains(a.Name, Attributes));
        }

        Assert.All(readme.QuerySelectorAll("[href]"), a => Assert.Matches("^(https?://(?!user)|#readme-)", a.GetAttribute("href")!));
        Assert.All(readme.QuerySelectorAll("img"), i => Assert.Matches(@"^https://pictures\.example/[^?]+\.png$", i.GetAttribute("src")!));
        Assert.All(readme.QuerySelectorAll("input"), i => Assert.Equal("checkbox", i.GetAttribute("type")));
    }

    [Fact]
    public void Raw_html_is_shown_as_the_text_it_is()
    {
        Assert.Equal("a <b>bold</b> word", Parse(Render("a <b>bold</b> word")).TextContent.Trim());
    }

    [Fact]
    public void A_link_leaves_without_credit_and_without_a_referrer()
    {
        IElement link = Parse(Render("[a](https://example.com/x?y=1&z=2)")).QuerySelector("a")!;

        Assert.Equal("https://example.com/x?y=1&z=2", link.GetAttribute("href"));
        Assert.Equal("nofollow noopener noreferrer ugc", link.GetAttribute("rel"));
    }

    [Fact]
    public void A_picture_from_an_allowed_host_is_shown_lazily()
    {
        IElement picture = Parse(Render("![Alt](https://pictures.example/a.png)")).QuerySelector("img")!;

        Assert.Equal("https://pictures.example/a.png", picture.GetAttribute("src"));
        Assert.Equal("Alt", picture.GetAttribute("alt"));
        Assert.Equal("lazy", picture.GetAttribute("loading"));
        Assert.Equal("no-referrer", picture.GetAttribute("referrerpolicy"));
    }

    [Fact]
    public void A_picture_from_elsewhere_is_a_link_with_its_words()
    {
        IElement readme = Parse(Render("![Build](https://elsewhere.example/b.svg) [![Docs](https://elsewhere.example/d.svg)](https://docs.example/)"));

        Assert.Empty(readme.QuerySelectorAll("img"));
        Assert.Equal(["Build", "Docs"], readme.QuerySelectorAll("a").Select(a => a.TextContent));
        Assert.Equal(["https://elsewhere.example/b.svg", "https://docs.example/"], readme.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public void Headings_begin_below_the_pages_own_and_links_within_find_them()
    {
        IElement readme = Parse(Render("# Contoso\n\n## Get started\n\n[go](#get-started)"));

        Assert.Equal("Contoso", readme.QuerySelector("h2")!.TextContent);
        Assert.Equal(readme.QuerySelector("a")!.GetAttribute("href"), "#" + readme.QuerySelector("h3")!.Id);
        Assert.Null(readme.QuerySelector("h1"));
    }

    [Fact]
    public void Tables_align_by_class_and_scroll_by_keyboard()
    {
        IElement readme = Parse(Render("| a | b |\n|---|--:|\n| 1 | 2 |"));

        Assert.Equal(["align-right", "align-right"], readme.QuerySelectorAll("th, td").Where(c => c.HasAttribute("class")).Select(c => c.ClassName));
        Assert.Equal("0", readme.QuerySelector("div.scroll > table")!.ParentElement!.GetAttribute("tabindex"));
    }

    [Fact]
    public void A_comment_to_other_authors_is_not_shown()
    {
        Assert.Equal("before\nafter", string.Join('\n', Parse(Render("before\n\n<!-- note -->\n\nafter")).Children.Select(p => p.TextContent)));
    }

    private string Render(string markdown)
    {
        using StringWriter writer = new();
        IHtmlContent html = _renderer.Render(Encoding.UTF8.GetBytes(markdown));
        html.WriteTo(writer, System.Text.Encodings.Web.HtmlEncoder.Default);
        return writer.ToString();
    }

    private static IElement Parse(string html) => new HtmlParser().ParseDocument("<body>" + html).Body!;
}

using System.Text;
using System.Text.Encodings.Web;
using Markdig;
using Microsoft.AspNetCore.Html;

namespace Torrone.Server.Web.Readme;

/// <summary>
/// Makes a stranger's Markdown into HTML that is safe to stand on a page of ours. Raw HTML in it is shown as the text it is; what
/// Markdown itself makes is rewritten element by element from a closed list. Thread-safe.
/// </summary>
public sealed class ReadmeRenderer(ReadmeImageHosts images)
{
    /// <summary>Longer texts are cut here, in characters: no README that people read is as long, and the time is bounded by it.</summary>
    public const int MaxLength = 256 * 1024;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseTaskLists()
        .UseAutoLinks()
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .UseAutoIdentifiers(Markdig.Extensions.AutoIdentifiers.AutoIdentifierOptions.GitHub)
        .DisableHtml()
        .Build();

    private readonly ReadmeRewriter _rewriter = new(images);

    /// <summary>Renders UTF-8 Markdown.</summary>
    public IHtmlContent Render(ReadOnlySpan<byte> utf8)
    {
        string text = Encoding.UTF8.GetString(utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8);
        if (text.Length > MaxLength)
        {
            text = string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength), "\n\n…");
        }

        return new HtmlString(HtmlOf(text));
    }

    private string HtmlOf(string markdown)
    {
        if (!ReadmeShape.IsOrdinary(markdown))
        {
            return AsItIs(markdown);
        }

        try
        {
            return _rewriter.Rewrite(Markdown.ToHtml(markdown, Pipeline));
        }
        catch (ArgumentException)
        {
            // The library refuses texts that are nested too deeply.
            return AsItIs(markdown);
        }
    }

    private static string AsItIs(string markdown) => $"""<pre class="readme-plain" tabindex="0">{HtmlEncoder.Default.Encode(markdown)}</pre>""";
}

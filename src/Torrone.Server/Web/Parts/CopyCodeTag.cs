using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Torrone.Server.Web.Parts;

/// <summary>
/// &lt;copy-code text="dotnet …" label="Install command" /&gt;: a block of code that can be selected, with a Copy button that script makes
/// work (without script the button is not shown).
/// </summary>
[HtmlTargetElement("copy-code", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class CopyCodeTag : TagHelper
{
    /// <summary>What is shown and copied, byte for byte.</summary>
    public string Text { get; set; } = "";

    /// <summary>What it is, for the button's accessible name: "Copy {label}".</summary>
    public string Label { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        HtmlEncoder html = HtmlEncoder.Default;
        string own = output.Attributes["class"]?.Value?.ToString() is { Length: > 0 } more ? " " + more : "";
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "code" + own);
        output.Attributes.SetAttribute("data-copy", null);
        output.Attributes.SetAttribute("data-copied", WebText.Shell["Copy.Done"]);
        output.Attributes.SetAttribute("data-refused", WebText.Shell["Copy.Refused"]);
        output.Content.SetHtmlContent(
            $"""
            <pre class="code-text" tabindex="0" role="group" aria-label="{html.Encode(Label)}"><code translate="no" dir="ltr">{html.Encode(Text)}</code></pre>
            <button type="button" class="button button-small code-copy" hidden aria-label="{html.Encode(WebText.Shell.Format("Copy.What", Label))}"><svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{Icons.Drawing("copy")}</svg><span class="code-copy-word">{html.Encode(WebText.Shell["Copy.Copy"])}</span></button>
            """);
    }
}

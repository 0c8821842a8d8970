using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Torrone.Server.Web.Parts;

/// <summary>
/// &lt;error-summary /&gt;: after a submit that failed, what is wrong, focused, each sentence a link to its field. Nothing otherwise.
/// </summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ErrorSummaryTag : TagHelper
{
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        List<(string Key, string Sentence)> problems =
        [
            .. ViewContext.ModelState.SelectMany(entry => (entry.Value?.Errors ?? []).Select(error => (entry.Key, error.ErrorMessage))),
        ];
        if (problems.Count == 0)
        {
            output.SuppressOutput();
            return;
        }

        HtmlEncoder html = HtmlEncoder.Default;
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "notice notice-danger error-summary");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("autofocus", null);
        output.Content.AppendHtml($"""<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{Icons.Drawing("warning")}</svg>""");
        output.Content.AppendHtml($"""<div><h2 class="notice-title">{html.Encode(WebText.Shell.Plural("Errors.Title", problems.Count))}</h2><ul>""");
        foreach ((string key, string sentence) in problems)
        {
            output.Content.AppendHtml(key.Length == 0
                ? $"<li>{html.Encode(sentence)}</li>"
                : $"""<li><a href="#{html.Encode(TagBuilder.CreateSanitizedId(key, "_"))}">{html.Encode(sentence)}</a></li>""");
        }

        output.Content.AppendHtml("</ul></div>");
    }
}

using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Torrone.Server.Web.Parts;

/// <summary>&lt;field-error for="Input.Name" /&gt;: the field's own error under it, or nothing.</summary>
[HtmlTargetElement("field-error", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldErrorTag : TagHelper
{
    public ModelExpression For { get; set; } = null!;

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        string? sentence = FieldState.Error(ViewContext, For);
        if (sentence is null)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "p";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "field-error");
        output.Attributes.SetAttribute("id", FieldState.Id(ViewContext, For) + "-error");
        output.Content.SetHtmlContent(
            $"""<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{Icons.Drawing("x-circle")}</svg><span>{HtmlEncoder.Default.Encode(sentence)}</span>""");
    }
}

using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Torrone.Server.Web.Parts;

/// <summary>
/// Ties an input, select or textarea with asp-for to its error (aria-invalid, aria-describedby) and, with has-hint, to the element
/// whose id is the field's own with "-hint".
/// </summary>
[HtmlTargetElement("input", Attributes = "asp-for")]
[HtmlTargetElement("select", Attributes = "asp-for")]
[HtmlTargetElement("textarea", Attributes = "asp-for")]
public sealed class DescribedFieldTag : TagHelper
{
    [HtmlAttributeName("asp-for")]
    public ModelExpression For { get; set; } = null!;

    /// <summary>True when a hint stands beside the field.</summary>
    public bool HasHint { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>After the framework's own, which write id and name.</summary>
    public override int Order => 100;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        string id = output.Attributes["id"]?.Value?.ToString() ?? FieldState.Id(ViewContext, For);
        bool failed = FieldState.Error(ViewContext, For) is not null;
        string described = string.Join(' ', new[] { HasHint ? id + "-hint" : "", failed ? id + "-error" : "" }.Where(part => part.Length > 0));
        if (described.Length > 0)
        {
            output.Attributes.SetAttribute("aria-describedby", described);
        }

        if (failed)
        {
            output.Attributes.SetAttribute("aria-invalid", "true");
        }
    }
}

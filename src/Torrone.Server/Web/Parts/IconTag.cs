using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Torrone.Server.Web.Parts;

/// <summary>&lt;icon name="copy" /&gt;: an inline SVG in the colour of the text, hidden from screen readers because words stand beside it.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTag : TagHelper
{
    /// <summary>One of <see cref="Icons.Names"/>.</summary>
    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        string more = output.Attributes["class"]?.Value?.ToString() is { Length: > 0 } own ? "icon " + own : "icon";
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", more);
        output.Attributes.SetAttribute("viewBox", "0 0 20 20");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Attributes.SetAttribute("focusable", "false");
        output.Content.SetHtmlContent(Icons.Drawing(Name));
    }
}

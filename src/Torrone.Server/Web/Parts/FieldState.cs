using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Torrone.Server.Web.Parts;

/// <summary>A field's id and first error, as the parts of a form agree on them.</summary>
internal static class FieldState
{
    /// <summary>The element id that asp-for gives the field.</summary>
    public static string Id(ViewContext view, ModelExpression field) => TagBuilder.CreateSanitizedId(FullName(view, field), "_");

    /// <summary>The first error of the field, or null.</summary>
    public static string? Error(ViewContext view, ModelExpression field) =>
        view.ModelState.TryGetValue(FullName(view, field), out ModelStateEntry? entry) && entry.Errors.Count > 0
            ? entry.Errors[0].ErrorMessage
            : null;

    private static string FullName(ViewContext view, ModelExpression field) => view.ViewData.TemplateInfo.GetFullHtmlFieldName(field.Name);
}

using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Links;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>/account/apikeys/{id}/delete: asks first.</summary>
public sealed class DeleteModel(ListKeys keys, EndKey end, LinkBase links, StepUp stepUp, TimeProvider clock) : KeysPage(stepUp, clock)
{
    public KeyDetails Key { get; private set; } = new();

    /// <summary>Its facts.</summary>
    public KeyRow Row => new(Key, "", Now);

    public async Task<IActionResult> OnGetAsync(string publicId)
    {
        if (await keys.FindAsync(HttpContext.SessionActor(), Person.PrincipalId, publicId, HttpContext.RequestAborted) is not { } key)
        {
            return NotFound();
        }

        Key = key;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string publicId)
    {
        KeyDetails? key = await keys.FindAsync(HttpContext.SessionActor(), Person.PrincipalId, publicId, HttpContext.RequestAborted);
        bool deleted = await end.DeleteAsync(HttpContext.SessionActor(), Person.PrincipalId, publicId, links.Of(HttpContext), HttpContext.RequestAborted);
        if (!deleted || key is null)
        {
            return NotFound();
        }

        TempData["Status"] = WebText.ApiKeys.Format("Delete.Done", key.Name);
        return RedirectToPage("/ApiKeys/Index");
    }
}

using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Links;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>/account/apikeys/{id}/delete: asks first.</summary>
public sealed class DeleteModel(ListKeys keys, EndKey end, LinkBase links, StepUp stepUp, TimeProvider clock) : KeysPage(stepUp, clock)
{
    public SeenKey Seen { get; private set; } = null!;

    /// <summary>Its facts.</summary>
    public KeyRow Row => new(Seen.Key, "", Now);

    public async Task<IActionResult> OnGetAsync(string publicId)
    {
        if (await SeeAsync(keys, publicId) is not { MayChange: true } seen)
        {
            return NotFound();
        }

        Seen = seen;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string publicId)
    {
        if (await SeeAsync(keys, publicId) is not { MayChange: true } seen
            || !await end.DeleteAsync(HttpContext.SessionActor(), seen.List.Id, publicId, links.Of(HttpContext), HttpContext.RequestAborted))
        {
            return NotFound();
        }

        TempData["Status"] = WebText.ApiKeys.Format("Delete.Done", seen.Key.Name);
        return Redirect(Url.Content(seen.ListAddress));
    }
}

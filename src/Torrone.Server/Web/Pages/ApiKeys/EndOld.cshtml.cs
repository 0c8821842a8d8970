using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>/account/apikeys/{id}/end-old: ends the overlap of a rotating key, after a look at when it was last used.</summary>
public sealed class EndOldModel(ListKeys keys, EndOldSecret end, StepUp stepUp, TimeProvider clock) : KeysPage(stepUp, clock)
{
    public SeenKey Seen { get; private set; } = null!;

    public KeyDetails Key => Seen.Key;

    public KeyRow Row => new(Key, "", Now);

    public async Task<IActionResult> OnGetAsync(string publicId)
    {
        if (await SeeAsync(keys, publicId) is not { MayChange: true } seen)
        {
            return NotFound();
        }

        Seen = seen;
        return seen.Key.IsRotatingAt(Now) ? Page() : Redirect(Url.Content(seen.Address));
    }

    public async Task<IActionResult> OnPostAsync(string publicId)
    {
        if (await SeeAsync(keys, publicId) is not { MayChange: true } seen
            || !await end.RunAsync(HttpContext.SessionActor(), seen.List.Id, publicId, HttpContext.RequestAborted))
        {
            return NotFound();
        }

        TempData["Status"] = WebText.ApiKeys.Format("EndOld.Done", seen.Key.Name);
        return Redirect(Url.Content(seen.Address));
    }
}

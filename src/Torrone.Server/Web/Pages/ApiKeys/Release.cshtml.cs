using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Links;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>/account/apikeys/{id}/release: why the key is frozen or held, and letting it work again after a fresh proof.</summary>
public sealed class ReleaseModel(ListKeys keys, ReleaseKey release, LinkBase links, StepUp stepUp, TimeProvider clock) : KeysPage(stepUp, clock)
{
    private readonly StepUp _stepUp = stepUp;

    public SeenKey Seen { get; private set; } = null!;

    public KeyDetails Key => Seen.Key;

    public KeyRow Row => new(Key, "", Now);

    public async Task<IActionResult> OnGetAsync(string publicId)
    {
        if (await SeeAsync(keys, publicId) is not { MayChange: true } seen)
        {
            return NotFound();
        }

        Show(seen);
        return Row.State is KeyState.Frozen or KeyState.Held ? Page() : Redirect(Url.Content(seen.Address));
    }

    public async Task<IActionResult> OnPostAsync(string publicId)
    {
        if (await SeeAsync(keys, publicId) is not { MayChange: true } seen)
        {
            return NotFound();
        }

        Show(seen);
        if (!await ProveAsync())
        {
            return Page();
        }

        IReadOnlyList<KeyProblem>? problems = await release.RunAsync(
            HttpContext.SessionActor(), seen.List.Id, publicId, links.Of(HttpContext), HttpContext.RequestAborted);
        if (problems is null)
        {
            return NotFound();
        }

        if (problems.Count > 0)
        {
            Show(problems, _ => "");
            return Page();
        }

        TempData["Status"] = WebText.ApiKeys.Format("Release.Done", seen.Key.Name);
        return Redirect(Url.Content(seen.Address));
    }

    // Whoever had the session when the key was stopped may still have it.
    private void Show(SeenKey seen)
    {
        Seen = seen;
        _stepUp.DemandAfter(Math.Max(seen.Key.FrozenAt ?? 0, seen.Key.HeldAt ?? 0));
    }
}

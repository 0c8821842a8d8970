using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Text;

namespace Torrone.Server.Web.Pages.Admin;

/// <summary>
/// /admin/keys: whose is this key, and stop it. What is looked for is sent in a form, never in an address, because it may be a secret;
/// and it is shown again only when it cannot be one.
/// </summary>
public sealed class KeysModel(SiteKeys keys, SiteTag tag, TimeProvider clock) : AdminPage
{
    // What begins a key and its hint; anything longer may be the secret.
    private const int LongestShown = 12;

    private static new TextSource T => WebText.Site;

    /// <summary>Null before anything was looked for.</summary>
    public IReadOnlyList<KeyDetails>? Keys { get; private set; }

    /// <summary>What the field still holds.</summary>
    public string? Shown { get; private set; }

    public void OnGet() => Require();

    public async Task OnPostFindAsync(string? found)
    {
        Keys = await keys.FindAsync(Person, found ?? "", HttpContext.RequestAborted);
        Shown = found is { Length: <= LongestShown } || found?.Contains('_', StringComparison.Ordinal) == false ? found : null;
        ModelState.Clear();
    }

    public async Task<IActionResult> OnPostRevokeAsync(string? key, string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            ModelState.AddModelError("", T["Keys.ReasonMissing"]);
            Keys = await keys.FindAsync(Person, key ?? "", HttpContext.RequestAborted);
            return Page();
        }

        if (!await keys.RevokeAsync(Person, key ?? "", reason, Site, HttpContext.SessionActor(), HttpContext.RequestAborted))
        {
            return NotFound();
        }

        TempData["Status"] = T["Keys.Done"];
        return RedirectToPage();
    }

    /// <summary>The word of the key's state now.</summary>
    public string State(KeyDetails key) => key.StateAt(clock.GetUtcNow().ToUnixTimeMilliseconds()).ToString();

    /// <summary>How the key begins, as its holder sees it.</summary>
    public string Beginning(KeyDetails key) => KeyText.Shown(key.TypeLetter, tag.Value, key.Hint ?? "");
}

using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Links;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>/account/apikeys/{id}/edit: the form of the key, then what the edit changes, then the edit.</summary>
public sealed class EditModel(
    EditKey edit, ListKeys keys, OwnedPackages packages, OtherPackages others, LinkBase links, StepUp stepUp, TimeProvider clock)
    : KeyFormPage(packages, others, stepUp, clock)
{
    public SeenKey Seen { get; private set; } = null!;

    /// <summary>What the edit changes, while the person looks at it; null while the form is shown.</summary>
    public KeyDiff? Diff { get; private set; }

    public override string Address => $"/account/apikeys/{Seen.Key.PublicId}/edit";

    public override bool Exists => true;

    public override long? ExpiresAt => Seen.Key.ExpiresAt;

    public async Task<IActionResult> OnGetAsync()
    {
        if (!await FindAsync())
        {
            return NotFound();
        }

        Input = KeyInput.Of(Seen.Key);
        await LoadPackagesAsync(Seen.List.Id);
        return Page();
    }

    /// <summary>Shows what would change, or what is wrong.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync())
        {
            return NotFound();
        }

        EditAnswer? answer = await edit.PreviewAsync(HttpContext.SessionActor(), Seen.List.Id, Seen.Key.PublicId, Change, HttpContext.RequestAborted);
        if (answer is null)
        {
            return NotFound();
        }

        Show(answer.Problems, FieldOf);
        Diff = answer.Problems.Count == 0 ? answer.Diff : null;
        return Page();
    }

    /// <summary>The form again, as it was sent.</summary>
    public async Task<IActionResult> OnPostAgainAsync()
    {
        ModelState.Clear();
        return await LoadAsync() ? Page() : NotFound();
    }

    /// <summary>Saves what was shown.</summary>
    public async Task<IActionResult> OnPostSaveAsync()
    {
        IActionResult shown = await OnPostAsync();
        if (Diff is null || !await ProveAsync())
        {
            return shown;
        }

        EditAnswer? answer = await edit.RunAsync(
            HttpContext.SessionActor(), Seen.List.Id, Seen.Key.PublicId, Change, links.Of(HttpContext), HttpContext.RequestAborted);
        if (answer is null)
        {
            return NotFound();
        }

        if (answer.Problems.Count > 0)
        {
            Show(answer.Problems, FieldOf);
            Diff = answer.Problems.All(p => p.Field == "proof") ? answer.Diff : null;
            return Page();
        }

        TempData["Status"] = WebText.ApiKeys.Format("Edit.Done", Input.Name.Trim());
        return Redirect(Url.Content(Seen.Address));
    }

    protected override async Task<bool> LoadAsync()
    {
        if (!await FindAsync())
        {
            return false;
        }

        await LoadPackagesAsync(Seen.List.Id);
        return true;
    }

    private KeyChange Change => new()
    {
        Name = Input.Name,
        Actions = Input.Actions,
        Globs = Input.Globs,
        PackageIds = Input.Packages,
        Addresses = Input.AddressRanges,
        Versions = Input.ExactVersions,
        SingleUse = Input.SingleUse,
    };

    private async Task<bool> FindAsync()
    {
        string publicId = RouteData.Values["publicId"]?.ToString() ?? "";
        if (await SeeAsync(keys, publicId) is not { MayChange: true } seen)
        {
            return false;
        }

        Seen = seen;
        // A key whose owner is lost to its holder is still shown; saving says why it cannot be changed.
        Owner = seen.Owner ?? new KeyOwner { Id = seen.Key.OwnerId, Name = seen.Key.OwnerName, MaxDays = seen.Key.LifetimeDays };
        return true;
    }
}

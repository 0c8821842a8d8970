using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NuGet.Versioning;
using Torrone.NuGet.Identity;
using Torrone.NuGet.V3;
using Torrone.Server.Accounts;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Packages;
using Torrone.Server.Packages.Deprecate;
using Torrone.Server.Packages.Push;
using Torrone.Server.Text;
using Torrone.Server.Web.Gallery;

namespace Torrone.Server.Web.Pages.MyPackages;

/// <summary>/account/packages/{id}/deprecate: says of versions that they should no longer be used, after showing what that changes.</summary>
[Authorize]
public sealed class DeprecateModel(ManagedPackages managed, DeprecateVersions deprecate, KnownIds known, FeedDirectory feeds) : PageModel
{
    /// <summary>Versions that can be picked one by one; a range or all reach the others.</summary>
    public const int MostPicks = 200;

    /// <summary>Rows of the preview.</summary>
    public const int MostShown = 100;

    private static TextSource T => WebText.Advice;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public DeprecateFields Input { get; set; } = new();

    public PackageRecord Package { get; private set; } = null!;

    /// <summary>Highest first.</summary>
    public IReadOnlyList<VersionRecord> Picks => [.. Package.Versions.Reverse().Take(MostPicks)];

    /// <summary>What the form would change, highest first; null while it is being filled in.</summary>
    public IReadOnlyList<VersionRecord>? Chosen { get; private set; }

    /// <summary>What readers would be told; null when a deprecation is taken back.</summary>
    public DeprecationNotice? Notice { get; private set; }

    public string Address => $"{Request.PathBase}/account/packages/{Package.DisplayId}/deprecate";

    public async Task<IActionResult> OnGetAsync(string? version)
    {
        if (!await FindAsync())
        {
            return NotFound();
        }

        if (PackageVersion.TryParse(version, out PackageVersion? asked) && Package.Versions.FirstOrDefault(v => v.Version.Equals(asked)) is { } one)
        {
            Input = DeprecateFields.From(one.Version.Normalized, one.Deprecation);
        }

        return Page();
    }

    /// <summary>Back from the preview, with everything as it was.</summary>
    public async Task<IActionResult> OnPostEditAsync() => await FindAsync() ? Page() : NotFound();

    public async Task<IActionResult> OnPostPreviewAsync()
    {
        if (!await FindAsync())
        {
            return NotFound();
        }

        await PreviewAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostApplyAsync()
    {
        if (!await FindAsync())
        {
            return NotFound();
        }

        if (Choose() is not { Length: > 0 } chosen)
        {
            await PreviewAsync();
            return Page();
        }

        Pusher person = new(HttpContext.SessionActor(), HttpContext.CurrentAccount()!.PrincipalId);
        Refusal? refusal = await deprecate.RunAsync(
            feeds.Main.Id, Id, Input.Request(chosen.Select(v => v.Version.Normalized)), person, HttpContext.RequestAborted);
        if (refusal is null)
        {
            TempData["Status"] = T.Plural(Input.Undo ? "Done.Undone" : "Done.Deprecated", chosen.Length, Package.DisplayId, Words.Number(chosen.Length));
            return Redirect($"{Request.PathBase}/account/packages/{Package.DisplayId}");
        }

        Refuse(refusal);
        return Page();
    }

    private async Task PreviewAsync()
    {
        VersionRecord[] chosen = Choose();
        if (!Input.Undo && !(Input.Legacy || Input.CriticalBugs || Input.Other))
        {
            ModelState.AddModelError("Input.Legacy", T["Form.NoReason"]);
        }

        if (!ModelState.IsValid || !PackageId.TryParse(Package.DisplayId, out PackageId? id))
        {
            return;
        }

        (Deprecation? said, Refusal? refusal) = DeprecationRules.Read(id, Input.Request(chosen.Select(v => v.Version.Normalized)));
        if (refusal is not null)
        {
            Refuse(refusal);
            return;
        }

        Chosen = chosen;
        Notice = said is null ? null : new DeprecationNotice(said, said.AlternateId is { } other
            && (await known.AmongAsync(feeds.Main.Id, [other.ToLowerInvariant()], HttpContext.RequestAborted)).Count > 0);
    }

    private VersionRecord[] Choose()
    {
        VersionRange? range = null;
        if (Input.Which == "range" && (string.IsNullOrWhiteSpace(Input.Range) || !VersionRange.TryParse(Input.Range, out range) || range.IsFloating))
        {
            ModelState.AddModelError("Input.Range", T["Form.BadRange"]);
            return [];
        }

        HashSet<string> picked = new(Input.Picked, StringComparer.OrdinalIgnoreCase);
        VersionRecord[] chosen = [.. Package.Versions.Reverse().Where(v => Input.Which switch
        {
            "all" => true,
            "range" => range!.Satisfies(v.Version.Semantic),
            _ => picked.Contains(v.Version.Normalized),
        })];
        if (chosen.Length == 0)
        {
            ModelState.AddModelError(Input.Which == "range" ? "Input.Range" : "Input.Picked", T[Input.Which == "range" ? "Form.EmptyRange" : "Form.NoVersions"]);
        }

        return chosen;
    }

    private void Refuse(Refusal refusal)
    {
        ModelState.AddModelError(refusal.Code switch
        {
            "deprecation-message" => "Input.Message",
            "deprecation-alternate" => "Input.Alternate",
            _ => "",
        }, refusal.Localized?.Invoke() ?? refusal.Sentence);
        Response.StatusCode = refusal.Status;
    }

    private async Task<bool> FindAsync()
    {
        PackageRecord? found = await managed.FindAsync(HttpContext, Id);
        Package = found ?? Package;
        return found is not null;
    }
}

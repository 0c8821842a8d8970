using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Problems;
using Torrone.Server.Accounts;
using Torrone.Server.Feeds;
using Torrone.Server.Organizations;
using Torrone.Server.Packages;
using Torrone.Server.Packages.Push;
using Torrone.Server.Web.Gallery;
using Torrone.Server.Web.Uploading;

namespace Torrone.Server.Web.Pages.Upload;

/// <summary>The package page of an upload before it is published: what it will look like, and what its author might mend.</summary>
[Authorize]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class PreviewModel(StagedUploads uploads, PackageViews views, PackageQueries packages, ActingFor acting, FeedDirectory feeds) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Upload { get; set; } = "";

    public PackageView View { get; private set; } = null!;

    public IReadOnlyList<PackageProblem> Warnings { get; private set; } = [];

    /// <summary>True when nobody has the id yet: the person becomes its owner.</summary>
    public bool IsNewId { get; private set; }

    /// <summary>Who is to own a new id: the name of one of the person's organizations, else the person.</summary>
    [BindProperty]
    public string? Owner { get; set; }

    /// <summary>The person's organizations, which may own a new id.</summary>
    public IReadOnlyList<Organization> Organizations { get; private set; } = [];

    /// <summary>The person's name.</summary>
    public string PersonName => HttpContext.CurrentAccount()!.Name;

    /// <summary>True when publishing may be tried.</summary>
    public bool CanPublish => ModelState.ErrorCount == 0;

    private long PersonId => HttpContext.CurrentAccount()!.PrincipalId;

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ? Page() : NotFound();

    public async Task<IActionResult> OnPostPublishAsync()
    {
        Organization? organization = (await acting.OrganizationsAsync(HttpContext)).FirstOrDefault(o => o.Name == Owner);
        if (organization is null && Owner is { Length: > 0 } && Owner != PersonName)
        {
            // Not quietly somebody else's package: the membership may have ended while the page stood open.
            return Forbid();
        }

        Pusher person = UploadPusher.Of(HttpContext) with { NewOwnerId = organization?.PrincipalId };
        PushAnswer? answer = await uploads.PublishAsync(Upload, feeds.Main.Id, person, HttpContext.RequestAborted);
        if (answer is null)
        {
            return NotFound();
        }

        if (answer.Refusal is { } refusal)
        {
            if (!await ShowAsync())
            {
                return NotFound();
            }

            ModelState.Clear();
            ModelState.AddModelError("", UploadRefusal.Sentence(refusal, View.Id, View.Version));
            Response.StatusCode = refusal.Status;
            return Page();
        }

        TempData["Status"] = WebText.Upload.Format("Published", answer.Manifest!.Id, answer.Manifest.Version);
        return RedirectToPage("/Packages/Package", new { id = answer.Manifest.Id, version = Normalized(answer.Manifest.Version) });
    }

    public async Task<IActionResult> OnPostDiscardAsync()
    {
        await uploads.DiscardAsync(Upload, PersonId, HttpContext.RequestAborted);
        TempData["Status"] = WebText.Upload["Discarded"];
        return RedirectToPage("/Upload/Index");
    }

    private async Task<bool> ShowAsync()
    {
        CancellationToken cancellation = HttpContext.RequestAborted;
        if (await uploads.FindAsync(Upload, UploadPusher.Of(HttpContext), cancellation) is not { Inspection.Manifest: { } manifest } staged)
        {
            return false;
        }

        View = await views.PreviewAsync(staged.Inspection, manifest, staged.Size, cancellation);
        Warnings = staged.Inspection.Warnings;
        PackageRecord? package = await packages.FindAsync(feeds.Main.Id, manifest.Id.ToLowerInvariant(), cancellation);
        IsNewId = package is null;
        Organizations = await acting.OrganizationsAsync(HttpContext);
        if (package is not null && !package.Owners.Any(o => o.Id == PersonId || Organizations.Any(g => g.PrincipalId == o.Id)))
        {
            ModelState.AddModelError("", WebText.Upload.Format("Refused.NotOwner", View.Id));
        }
        else if (package?.Versions.Any(v => v.Version.Normalized.Equals(View.Version, StringComparison.OrdinalIgnoreCase)) == true)
        {
            ModelState.AddModelError("", WebText.Upload.Format("Refused.VersionExists", View.Id, View.Version));
        }

        return true;
    }

    private static string Normalized(string version) => PackageVersion.TryParse(version, out PackageVersion? parsed) ? parsed.Normalized : version;
}

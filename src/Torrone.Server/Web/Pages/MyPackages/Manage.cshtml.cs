using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Torrone.NuGet.Identity;
using Torrone.Server.Accounts;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Packages;
using Torrone.Server.Packages.Push;
using Torrone.Server.Packages.Unlist;
using Torrone.Server.Web.Gallery;
using Torrone.Server.Web.Uploading;

namespace Torrone.Server.Web.Pages.MyPackages;

/// <summary>The versions of one of the person's packages: unlist, relist. Unlisting asks first.</summary>
[Authorize]
public sealed class ManageModel(ManagedPackages managed, SetListed setListed, FeedDirectory feeds) : PageModel
{
    private const int OnPage = 50;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    /// <summary>The version that the page asks about before it is unlisted; null when it asks nothing.</summary>
    [BindProperty(SupportsGet = true, Name = "unlist")]
    public string? Asked { get; set; }

    public PackageRecord Package { get; private set; } = null!;

    /// <summary>The version behind <see cref="Asked"/>.</summary>
    public VersionRecord? AskedVersion { get; private set; }

    /// <summary>Those on this page, highest first.</summary>
    public IReadOnlyList<VersionRecord> Versions { get; private set; } = [];

    public int PageCount => Math.Max(1, (Package.Versions.Count + OnPage - 1) / OnPage);

    public PageLinks Pages => new(PageNumber, PageCount, Address);

    /// <summary>This page's address at another page of versions.</summary>
    public string Address(int page) => $"{Request.PathBase}/account/packages/{Package.DisplayId}" + (page > 1 ? $"?page={page}" : "");

    /// <summary>Where the page's forms post to; comes back to the same page of versions.</summary>
    public string ActionAddress(string handler) => $"{Address(PageNumber)}{(PageNumber > 1 ? '&' : '?')}handler={handler}";

    /// <summary>Where the page asks about a version.</summary>
    public string AskAddress(VersionRecord version) =>
        $"{Address(PageNumber)}{(PageNumber > 1 ? '&' : '?')}unlist={Uri.EscapeDataString(version.Version.Normalized)}";

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ? Page() : NotFound();

    public Task<IActionResult> OnPostUnlistAsync(string version) => SetAsync(version, listed: false);

    public Task<IActionResult> OnPostRelistAsync(string version) => SetAsync(version, listed: true);

    private async Task<IActionResult> SetAsync(string version, bool listed)
    {
        Pusher person = new(HttpContext.SessionActor(), HttpContext.CurrentAccount()!.PrincipalId);
        Refusal? refusal = await setListed.RunAsync(feeds.Main.Id, Id, version ?? "", listed, person, HttpContext.RequestAborted);
        if (!await ShowAsync())
        {
            return NotFound();
        }

        if (refusal is null)
        {
            TempData["Status"] = WebText.Packages.Format(listed ? "Manage.Relisted" : "Manage.Unlisted", Package.DisplayId, version);
            return Redirect(Address(PageNumber));
        }

        ModelState.AddModelError("", UploadRefusal.Sentence(refusal, Id, version ?? ""));
        Response.StatusCode = refusal.Status;
        return Page();
    }

    private async Task<bool> ShowAsync()
    {
        if (await managed.FindAsync(HttpContext, Id) is not { } package)
        {
            return false;
        }

        Package = package;
        PageNumber = Math.Clamp(PageNumber, 1, PageCount);
        Versions = [.. package.Versions.Reverse().Skip((PageNumber - 1) * OnPage).Take(OnPage)];
        AskedVersion = PackageVersion.TryParse(Asked, out PackageVersion? asked)
            ? package.Versions.FirstOrDefault(v => v.Listed && v.Version.Equals(asked))
            : null;
        return true;
    }
}

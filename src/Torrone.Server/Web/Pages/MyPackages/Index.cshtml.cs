using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Torrone.Server.Accounts;
using Torrone.Server.Feeds;
using Torrone.Server.Packages;
using Torrone.Server.Packages.Owners;
using Torrone.Server.Web.Gallery;

namespace Torrone.Server.Web.Pages.MyPackages;

/// <summary>The packages of the signed-in person.</summary>
[Authorize]
public sealed class IndexModel(PackageQueries packages, OwnerQueries owners, FeedDirectory feeds) : PageModel
{
    private const int OnPage = 50;

    [BindProperty(SupportsGet = true)]
    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    /// <summary>Those on this page.</summary>
    public IReadOnlyList<OwnedPackage> Packages { get; private set; } = [];

    /// <summary>Requests to own packages that wait for the person's answer.</summary>
    public int Asked { get; private set; }

    public int Count { get; private set; }

    public PageLinks Pages => new(PageNumber, PageCount, number => $"{Request.PathBase}/account/packages?page={number}");

    public int PageCount => Math.Max(1, (Count + OnPage - 1) / OnPage);

    public async Task OnGetAsync()
    {
        List<OwnedPackage> all = await packages.OwnedByAsync(feeds.Main.Id, HttpContext.CurrentAccount()!.PrincipalId, HttpContext.RequestAborted);
        Asked = (await owners.IncomingAsync(HttpContext.CurrentAccount()!, HttpContext.SessionActor(), HttpContext.RequestAborted)).Count;
        Count = all.Count;
        PageNumber = Math.Clamp(PageNumber, 1, PageCount);
        Packages = [.. all.Skip((PageNumber - 1) * OnPage).Take(OnPage)];
    }
}

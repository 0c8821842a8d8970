using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Feeds;
using Torrone.Server.Organizations;
using Torrone.Server.Packages;
using Torrone.Server.Web.Gallery;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Organizations;

/// <summary>/organization/{name}: its packages.</summary>
public sealed class PackagesModel(PackageQueries packages, FeedDirectory feeds, OrganizationDirectory directory, StepUp stepUp)
    : OrganizationPage(directory, stepUp)
{
    private const int OnPage = 50;

    [BindProperty(SupportsGet = true)]
    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public override string Tab => "packages";

    /// <summary>Those on this page.</summary>
    public IReadOnlyList<OwnedPackage> Packages { get; private set; } = [];

    public int Count { get; private set; }

    public int PageCount => Math.Max(1, (Count + OnPage - 1) / OnPage);

    public PageLinks Pages => new(PageNumber, PageCount, number => $"{Address(Tab)}?page={number}");

    public async Task OnGetAsync()
    {
        List<OwnedPackage> all = await packages.OwnedByAsync(feeds.Main.Id, Organization.PrincipalId, HttpContext.RequestAborted);
        Count = all.Count;
        PageNumber = Math.Clamp(PageNumber, 1, PageCount);
        Packages = [.. all.Skip((PageNumber - 1) * OnPage).Take(OnPage)];
    }
}

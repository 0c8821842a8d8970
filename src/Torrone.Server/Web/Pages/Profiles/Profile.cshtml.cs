using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Torrone.Server.Accounts;
using Torrone.Server.Feeds;
using Torrone.Server.Organizations;
using Torrone.Server.Packages;
using Torrone.Server.Web.Gallery;

namespace Torrone.Server.Web.Pages.Profiles;

/// <summary>Somebody's listed packages, or an organization's. Nothing else about them is public.</summary>
public sealed class ProfileModel(AccountDirectory accounts, OrganizationDirectory organizations, PackageQueries packages, FeedDirectory feeds) : PageModel
{
    private const int OnPage = 50;
    private const int LongestName = 64;

    [BindProperty(SupportsGet = true)]
    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    /// <summary>As its holder spells it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>True for an organization.</summary>
    public bool IsOrganization { get; private set; }

    public int Count { get; private set; }

    /// <summary>Of all its packages together.</summary>
    public long Downloads { get; private set; }

    /// <summary>Those on this page, the most downloaded first.</summary>
    public IReadOnlyList<OwnedPackage> Packages { get; private set; } = [];

    public int PageCount => Math.Max(1, (Count + OnPage - 1) / OnPage);

    public PageLinks Pages => new(PageNumber, PageCount, number => $"{Request.PathBase}/profiles/{Uri.EscapeDataString(Name)}?page={number}");

    public async Task<IActionResult> OnGetAsync(string owner)
    {
        if (owner.Length > LongestName)
        {
            return NotFound();
        }

        Torrone.Server.Accounts.Account? account = await accounts.FindByNameAsync(owner, HttpContext.RequestAborted);
        OrganizationProfile? organization = account is null ? await organizations.FindProfileAsync(owner, HttpContext.RequestAborted) : null;
        if ((account?.PrincipalId ?? organization?.PrincipalId) is not { } principalId)
        {
            // Not for good: the holder may take the old name back.
            return await accounts.FindCurrentNameAsync(owner, HttpContext.RequestAborted) is { } current
                ? RedirectToPage(new { owner = current })
                : NotFound();
        }

        Name = account?.Name ?? organization!.Name;
        IsOrganization = organization is not null;
        List<OwnedPackage> listed = [.. (await packages.OwnedByAsync(feeds.Main.Id, principalId, HttpContext.RequestAborted))
            .Where(p => p.IsListed).OrderByDescending(p => p.Downloads)];
        Count = listed.Count;
        Downloads = listed.Sum(p => p.Downloads);
        PageNumber = Math.Clamp(PageNumber, 1, PageCount);
        Packages = [.. listed.Skip((PageNumber - 1) * OnPage).Take(OnPage)];
        return Page();
    }
}

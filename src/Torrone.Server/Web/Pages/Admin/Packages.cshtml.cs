using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Feeds;
using Torrone.Server.Packages.Delete;
using Torrone.Server.Text;

namespace Torrone.Server.Web.Pages.Admin;

/// <summary>/admin/packages: names the version that is to be deleted for good.</summary>
public sealed class PackagesModel(DeleteVersion delete, FeedDirectory feeds) : AdminPage
{
    private static new TextSource T => WebText.Site;

    [BindProperty(SupportsGet = true, Name = "id")]
    public string? Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "version")]
    public string? Version { get; set; }

    public async Task<IActionResult> OnGetAsync()
    {
        Require();
        if (string.IsNullOrWhiteSpace(Id) || string.IsNullOrWhiteSpace(Version))
        {
            return Page();
        }

        if (await delete.FindAsync(Person, feeds.Main.Id, Id.Trim(), Version.Trim(), HttpContext.RequestAborted) is { } found)
        {
            return RedirectToPage("/Admin/DeleteVersion", new { id = found.Id, version = found.Version });
        }

        ModelState.AddModelError("Id", T.Format("Packages.None", Id, Version));
        return Page();
    }
}

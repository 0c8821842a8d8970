using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Locks;

namespace Torrone.Server.Web.Pages.Admin;

/// <summary>The people: who waits for confirmation first. A link that is made is shown in the answer to the post and never again.</summary>
public sealed class UsersModel(AccountAdministration administration, LockAccount locks) : AdminPage
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    [BindProperty]
    public Fields Input { get; set; } = new();

    public IReadOnlyList<Torrone.Server.Accounts.Account> People { get; private set; } = [];

    /// <summary>Organizations that the search finds too.</summary>
    public IReadOnlyList<LockableAccount> Organizations { get; private set; } = [];

    /// <summary>The link just made, or null.</summary>
    public string? Link { get; private set; }

    /// <summary>Whom it is for.</summary>
    public string? LinkFor { get; private set; }

    public Task OnGetAsync() => LookAsync();

    public async Task<IActionResult> OnPostConfirmAsync(string? person)
    {
        if (!await administration.ConfirmAsync(Person, person ?? "", HttpContext.SessionActor()))
        {
            return NotFound();
        }

        TempData["Status"] = T["Confirm.Done"];
        return RedirectToPage(new { q = Query });
    }

    public async Task<IActionResult> OnPostLinkAsync(string? person)
    {
        Link = await administration.MakeLinkAsync(Person, person ?? "", Site, HttpContext.SessionActor());
        if (Link is null)
        {
            return NotFound();
        }

        await LookAsync();
        LinkFor = People.FirstOrDefault(one => one.PublicId == person)?.Name;
        return Page();
    }

    public async Task<IActionResult> OnPostAddAsync()
    {
        AddedPerson added = await administration.AddAsync(Person, Input.Name ?? "", Input.Email ?? "", Site, HttpContext.SessionActor());
        Show(added.Problems);
        if (added.Link is not null)
        {
            (Link, LinkFor) = (added.Link, Input.Name);
            ModelState.Clear();
            Input = new Fields();
        }

        await LookAsync();
        return Page();
    }

    private async Task LookAsync()
    {
        People = await administration.SearchAsync(Person, Query ?? "");
        Organizations = await locks.OrganizationsAsync(Person, Query ?? "", HttpContext.RequestAborted);
    }

    public sealed class Fields
    {
        public string? Name { get; set; }

        public string? Email { get; set; }
    }
}

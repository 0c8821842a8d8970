using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Factors;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Factors;

/// <summary>/account/sign-in-methods/passkeys/{id}: another name, or away with it.</summary>
public sealed class PasskeyChangeModel(Passkeys passkeys, StepUp stepUp) : FactorPage(stepUp)
{
    public Passkey Passkey { get; private set; } = new("", "", 0, null);

    [BindProperty]
    public Fields Input { get; set; } = new();

    public async Task<IActionResult> OnGetAsync(string id)
    {
        if (!await FindAsync(id))
        {
            return NotFound();
        }

        Input.Name = Passkey.Name;
        return Page();
    }

    public async Task<IActionResult> OnPostNameAsync(string id)
    {
        if (!await FindAsync(id) || await passkeys.RenameAsync(Person, id, Input.Name ?? "") is not { } answer)
        {
            return NotFound();
        }

        return Take(answer) ? Done("Passkeys.Renamed") : Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(string id)
    {
        if (!await FindAsync(id))
        {
            return NotFound();
        }

        Input.Name = Passkey.Name;
        if (!await ProvedAsync())
        {
            return Page();
        }

        FactorAnswer? answer = await passkeys.RemoveAsync(Person, id, Site, HttpContext.SessionActor());
        return answer is null ? NotFound() : Take(answer) ? Done("Passkeys.Removed") : Page();
    }

    private RedirectToPageResult Done(string key)
    {
        TempData["Status"] = WebText.Factors[key];
        return RedirectToPage("Index");
    }

    private async Task<bool> FindAsync(string id)
    {
        Passkey? found = (await passkeys.ListAsync(Person)).FirstOrDefault(p => p.Id == id);
        Passkey = found ?? Passkey;
        return found is not null;
    }

    public sealed class Fields
    {
        public string? Name { get; set; }
    }
}

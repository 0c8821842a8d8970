using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Text;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>What the pages around an account share: nothing of them is kept by a browser or told to another site, and their forms are small.</summary>
[RequestSizeLimit(64 * 1024)]
public abstract class AccountPage : PageModel
{
    protected static TextSource T => WebText.Account;

    /// <summary>What mailed links begin with, for this request.</summary>
    protected string Site => HttpContext.RequestServices.GetRequiredService<LinkBase>().Of(HttpContext);

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        // As the forms' own protection writes it, which else overrides it with a warning in the log.
        Response.Headers.CacheControl = "no-cache, no-store";
        Response.Headers.Pragma = "no-cache";
        Response.Headers["Referrer-Policy"] = "no-referrer";
    }

    /// <summary>Puts problems beside their fields, which are called Input.Name and so on.</summary>
    protected void Show(IEnumerable<AccountProblem> problems)
    {
        foreach (AccountProblem problem in problems)
        {
            ModelState.AddModelError(problem.Field.Length == 0 ? "" : "Input." + problem.Field, problem.Sentence);
        }
    }

    /// <summary>Goes on to an address of this site, or home when it is none.</summary>
    protected IActionResult GoOn(string? returnUrl)
    {
        // A header holds ASCII alone; anything else is escaped as a browser would.
        StringBuilder ascii = new();
        foreach (Rune rune in LocalAddress.OrHome(Request, returnUrl).EnumerateRunes())
        {
            ascii.Append(CultureInfo.InvariantCulture, $"{(rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString()))}");
        }

        return Redirect(ascii.ToString());
    }
}

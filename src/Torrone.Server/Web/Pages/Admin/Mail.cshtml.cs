using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Operations.Administration;
using Torrone.Server.Settings;
using Torrone.Server.Text;

namespace Torrone.Server.Web.Pages.Admin;

/// <summary>/admin/mail: which letters wait and why, without their words.</summary>
public sealed class MailModel(SiteMail mail, TorroneSettings settings) : AdminPage
{
    private static new TextSource T => WebText.Site;

    public IReadOnlyList<WaitingMail> Letters { get; private set; } = [];

    /// <summary>How many have not left.</summary>
    public long Waiting { get; private set; }

    /// <summary>True when one waits after a failed attempt.</summary>
    public bool Failed => Letters.Any(l => l is { SentAt: null, LastError: not null });

    /// <summary>True when no mail server is set.</summary>
    public bool IsFolder => settings.Smtp.Host.Length == 0;

    public async Task OnGetAsync()
    {
        Letters = await mail.ListAsync(Person, HttpContext.RequestAborted);
        Waiting = await mail.CountWaitingAsync(Person, HttpContext.RequestAborted);
    }

    public async Task<IActionResult> OnPostRetryAsync()
    {
        int retried = await mail.RetryAsync(Person, HttpContext.SessionActor(), HttpContext.RequestAborted);
        TempData["Status"] = T.Plural("Mail.Retried", retried);
        return RedirectToPage();
    }
}

using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.Server.Accounts;
using Torrone.Server.Feeds;
using Torrone.Server.Packages;
using Torrone.Server.Packages.Reports;
using Torrone.Server.Text;
using Torrone.Server.Web.Pages.Account;

namespace Torrone.Server.Web.Pages.Reports;

/// <summary>/packages/{id}/{version}/report: where the service index sends whoever wants to report a package. Open to strangers.</summary>
public sealed class ReportModel(ReportPackage report, ReportLimit limit, PackageQueries packages, FeedDirectory feeds) : AccountPage
{
    private static new TextSource T => WebText.Reports;

    [BindProperty]
    public Fields Input { get; set; } = new();

    public string Id { get; private set; } = "";

    /// <summary>Normalized.</summary>
    public string Version { get; private set; } = "";

    /// <summary>The link to where the package's makers are; null when it names no address.</summary>
    public IHtmlContent? Project { get; private set; }

    /// <summary>The user name of who is signed in; null for a stranger.</summary>
    public string? Reporter => HttpContext.CurrentAccount()?.Name;

    /// <summary>The package's page; begins with ~.</summary>
    public string Package => $"~/packages/{Id}/{Version}";

    public async Task<IActionResult> OnGetAsync(string id, string version) => await FindAsync(id, version) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string id, string version)
    {
        if (!await FindAsync(id, version))
        {
            return NotFound();
        }

        ReportDraft draft = new(Input.Reason, Input.Message, Input.Email, Input.TellOwners);
        SignedIn? person = HttpContext.CurrentAccount();
        foreach (ReportProblem incomplete in draft.Problems(person is null))
        {
            ModelState.AddModelError("Input." + incomplete.Field, incomplete.Sentence);
        }

        // What is not complete yet is no attempt.
        if (!ModelState.IsValid)
        {
            return Page();
        }

        ReportProblem? problem = limit.TryTake(HttpContext.Connection.RemoteIpAddress)
            ?? await report.RunAsync(feeds.Main.Id, id, version, draft, person, Site, HttpContext.SessionActor(), HttpContext.RequestAborted);
        if (problem is not null)
        {
            ModelState.AddModelError("", problem.Sentence);
            Response.StatusCode = problem == ReportProblem.NotFound ? StatusCodes.Status404NotFound : StatusCodes.Status429TooManyRequests;
            return Page();
        }

        TempData["Status"] = T.Format("Done", Id, Version);
        return LocalRedirect(Url.Content(Package));
    }

    private async Task<bool> FindAsync(string id, string version)
    {
        if (!PackageId.TryParse(id, out PackageId? packageId) || !PackageVersion.TryParse(version, out PackageVersion? wanted)
            || await packages.FindAsync(feeds.Main.Id, packageId.Lower, HttpContext.RequestAborted) is not { } package
            || package.Versions.FirstOrDefault(v => v.Version.Equals(wanted)) is not { } found)
        {
            return false;
        }

        Id = package.DisplayId;
        Version = found.Version.Normalized;
        Project = WebAddress.IsWeb(found.Manifest.ProjectUrl)
            ? new HtmlFormattableString(
                "<a href=\"{0}\" rel=\"nofollow noopener noreferrer\" translate=\"no\">{1}</a>", found.Manifest.ProjectUrl, new Uri(found.Manifest.ProjectUrl!).Host)
            : null;
        return true;
    }

    public sealed class Fields
    {
        public string? Reason { get; set; }

        public string? Message { get; set; }

        public string? Email { get; set; }

        public bool TellOwners { get; set; }
    }
}

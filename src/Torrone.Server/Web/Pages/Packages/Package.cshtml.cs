using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Torrone.NuGet.Identity;
using Torrone.Server.Accounts;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Http;
using Torrone.Server.Packages;
using Torrone.Server.Web.Gallery;

namespace Torrone.Server.Web.Pages.Packages;

/// <summary>One version of a package: how to take it into use, its README, dependencies and siblings.</summary>
public sealed class PackageModel(ActingFor acting, PackageViews views, ListKeys keys, RequestBase requestBase, TimeProvider clock) : PageModel
{
    private const int VersionsOnPage = 50;

    /// <summary>Null for the README, else dependencies or versions.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Part { get; set; }

    /// <summary>True to list every version, not the newest of each major one.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    /// <summary>Of the list of all versions, from 1.</summary>
    [BindProperty(SupportsGet = true)]
    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public PackageView View { get; private set; } = null!;

    /// <summary>Every version this reader may see in a list, highest first.</summary>
    public IReadOnlyList<VersionRecord> AllVersions { get; private set; } = [];

    /// <summary>Those on this page.</summary>
    public IReadOnlyList<VersionRecord> Versions { get; private set; } = [];

    /// <summary>The reader's own keys in force that reach the package, where the reader may publish it; empty for everybody else.</summary>
    public IReadOnlyList<KeyDetails> Keys { get; private set; } = [];

    public int PageCount => Math.Max(1, (AllVersions.Count + VersionsOnPage - 1) / VersionsOnPage);

    /// <summary>The nupkg's address in the feed.</summary>
    public string DownloadAddress
    {
        get
        {
            string id = View.Package!.LowerId;
            string version = View.Record!.Version.Lower;
            return $"{requestBase.Of(Request)}/v3-flatcontainer/{id}/{version}/{id}.{version}.nupkg";
        }
    }

    public async Task<IActionResult> OnGetAsync(string id, string? version)
    {
        PackageView? view = await views.FindAsync(id, version, await acting.PrincipalsAsync(HttpContext), v => Link(id, v), HttpContext.RequestAborted);
        if (view is null)
        {
            return NotFound();
        }

        View = view;
        AllVersions = [.. view.Package!.Versions.Where(v => v.Listed || view.IsOwner || v == view.Record).Reverse()];
        PageNumber = Math.Clamp(PageNumber, 1, PageCount);
        Versions = All
            ? [.. AllVersions.Skip((PageNumber - 1) * VersionsOnPage).Take(VersionsOnPage)]
            : [.. AllVersions.GroupBy(v => v.Version.Semantic.Major).Take(VersionsOnPage)
                .Select(g => g.FirstOrDefault(v => v is { Listed: true, Prerelease: false }) ?? g.First())];
        if (view.IsOwner && HttpContext.CurrentAccount() is { } person)
        {
            Keys = await ReachingAsync(person, view.Package);
        }

        return Page();
    }

    private async Task<IReadOnlyList<KeyDetails>> ReachingAsync(SignedIn person, PackageRecord package)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        IReadOnlyList<KeyDetails> all = await keys.RunAsync(HttpContext.SessionActor(), person.PrincipalId, HttpContext.RequestAborted);
        return
        [
            .. all.Where(k => k.StateAt(now) is not (KeyState.Revoked or KeyState.UsedUp or KeyState.Expired)
                && package.Owners.Any(o => o.Name.Equals(k.OwnerName, StringComparison.OrdinalIgnoreCase)) && k.Covers(package.DisplayId)),
        ];
    }

    private HtmlString Link(string id, PackageVersion version) => new(
        $"<a href=\"{HtmlEncoder.Default.Encode($"{Request.PathBase}/packages/{id}/{version.Normalized}")}\">{HtmlEncoder.Default.Encode(version.Normalized)}</a>");
}

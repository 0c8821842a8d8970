using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Packages.Advisories;
using Torrone.Server.Text;
using Torrone.Server.Web.Gallery;

namespace Torrone.Server.Web.Pages.Admin;

/// <summary>/admin/advisories: takes files of advisories in to be looked at, and lists what was imported.</summary>
[RequestSizeLimit(Whole)]
[RequestFormLimits(MultipartBodyLengthLimit = Whole)]
public sealed class AdvisoriesModel(AdvisoryList list, AdvisoryDrafts drafts) : AdminPage
{
    /// <summary>Of all files together.</summary>
    public const int MostMiB = 64;

    private const int MostFiles = 1_000;

    // The form around the files; what is a little too large is told by the page instead of cut off.
    private const long Whole = (2L * MostMiB) << 20;
    private const long MostUnpacked = 512L << 20;

    private static new TextSource T => WebText.Advice;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string Query { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "here")]
    public bool Here { get; set; }

    [BindProperty(SupportsGet = true)]
    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    /// <summary>What was sent; the page's errors stand beside it.</summary>
    public IFormFileCollection? Files { get; private set; }

    public AdvisoryState? State { get; private set; }

    public long Total { get; private set; }

    public IReadOnlyList<StoredAdvisory> Advisories { get; private set; } = [];

    public int PageCount => (int)Math.Max(1, (Total + AdvisoryList.PageSize - 1) / AdvisoryList.PageSize);

    public PageLinks Pages => new(PageNumber, PageCount,
        number => $"{Request.PathBase}/admin/advisories?q={Uri.EscapeDataString(Query)}{(Here ? "&here=true" : "")}&page={number}");

    public async Task OnGetAsync()
    {
        Require();
        await ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync(IFormFileCollection files)
    {
        AdvisoryKeeper keeper = AdvisoryKeeper.Of(Person, HttpContext.SessionActor());
        Files = files;
        if (files.Count == 0 || files.Sum(f => f.Length) > (long)MostMiB << 20 || files.Count > MostFiles)
        {
            ModelState.AddModelError("Files", files.Count == 0 ? T["Admin.NoFile"] : T.Plural("Admin.TooLarge", MostMiB));
            await ShowAsync();
            return Page();
        }

        AdvisoryIntake intake = new();
        long left = MostUnpacked;
        foreach (IFormFile file in files)
        {
            await using Stream content = file.OpenReadStream();
            await AdvisoryFiles.ReadAsync(intake, Path.GetFileName(file.FileName), content, left, HttpContext.RequestAborted);
        }

        string draft = await drafts.KeepAsync(keeper, string.Join(", ", files.Select(f => Path.GetFileName(f.FileName))), intake, HttpContext.RequestAborted);
        return RedirectToPage("/Admin/AdvisoryImport", new { draft });
    }

    private async Task ShowAsync()
    {
        Query = (Query ?? "").Trim();
        State = await list.StateAsync(HttpContext.RequestAborted);
        PageNumber = Math.Clamp(PageNumber, 1, 100_000);
        (Total, Advisories) = await list.FindAsync(Query, Here, PageNumber, HttpContext.RequestAborted);
    }
}

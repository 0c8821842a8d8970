using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>What the forms of a new key and of an edited one share: the fields, what is said about them, and its liveness.</summary>
public abstract class KeyFormPage(OwnedPackages packages, OtherPackages others, StepUp stepUp, TimeProvider clock) : KeysPage(stepUp, clock)
{
    /// <summary>Ticking more than a few dozen is what patterns are for; the list stays quick.</summary>
    public const int MostPicks = 500;

    [BindProperty]
    public KeyInput Input { get; set; } = new();

    /// <summary>Whose packages the key is for.</summary>
    public KeyOwner Owner { get; protected set; } = null!;

    /// <summary>The owner's package ids.</summary>
    public IReadOnlyList<string> Owned { get; private set; } = [];

    /// <summary>What stands under each pattern; empty until somebody asks or script is there.</summary>
    public IReadOnlyList<PatternPreview> Previews { get; private set; } = [];

    /// <summary>The page's own address, for the buttons that ask for more without leaving it.</summary>
    public abstract string Address { get; }

    /// <summary>True for a key that exists: its owner and its end stand.</summary>
    public virtual bool Exists => false;

    /// <summary>When the key ends or would end, UTC Unix milliseconds; null while the form does not say.</summary>
    public virtual long? ExpiresAt => Input.LifetimeDays(Clock) is { } days and > 0 and <= 3650 ? Clock.AddDays(days).ToUnixTimeMilliseconds() : null;

    public IHtmlContent Summary => KeySummary.Of(Input.Name.Trim(), Input.Actions, Input.Subjects, ExpiresAt);

    public IReadOnlyList<string> Limits => KeySummary.Limits(Input.AddressRanges, Input.ExactVersions, Input.SingleUse);

    /// <summary>Preview without script, and another row for a pattern: the page again, without complaints.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(bool another)
    {
        ModelState.Clear();
        if (!await LoadAsync())
        {
            return NotFound();
        }

        await PreviewAsync();
        if (another && Input.Globs.Count < KeyRequest.MaxSubjects)
        {
            Input.Globs.Add("");
        }

        return Page();
    }

    /// <summary>Takes a better pattern into a row, without script.</summary>
    public async Task<IActionResult> OnPostInsteadAsync(int row, string? use)
    {
        if (row >= 0 && row < Input.Globs.Count && use is not null)
        {
            Input.Globs[row] = use;
        }

        return await OnPostPreviewAsync(another: false);
    }

    /// <summary>The same for script: what stands under each pattern, and the summary.</summary>
    public async Task<IActionResult> OnPostLiveAsync()
    {
        if (!await LoadAsync())
        {
            return NotFound();
        }

        await PreviewAsync();
        return new JsonResult(new
        {
            previews = Previews, summary = Markup(Summary), limits = Limits,
            ends = ExpiresAt is { } end ? Markup(WebText.ApiKeys.Html("Expiry.Ends", KeyWords.Moment(end))) : "",
        });
    }

    /// <summary>Reads what the form is about; false when it is not there.</summary>
    protected abstract Task<bool> LoadAsync();

    protected async Task LoadPackagesAsync(long principalId)
    {
        Owned = await packages.IdsAsync(HttpContext.SessionActor(), principalId, Owner.Id, HttpContext.RequestAborted);
        if (Input.Globs.Count == 0)
        {
            Input.Globs.Add("");
        }
    }

    /// <summary>The form's field of a problem's.</summary>
    protected static string FieldOf(string field) => field switch
    {
        "name" => "Input.Name",
        "owner" => "Input.Owner",
        "actions" => "Input.Push",
        "subjects" => "Input.Globs",
        "expiry" => "Input.Expiry",
        "addresses" => "Input.Addresses",
        "versions" => "Input.Versions",
        _ => "",
    };

    private static string Markup(IHtmlContent content)
    {
        using StringWriter writer = new(CultureInfo.InvariantCulture);
        content.WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }

    private async Task PreviewAsync()
    {
        List<PatternPreview> previews = [];
        foreach (string text in Input.Globs.Take(KeyRequest.MaxSubjects))
        {
            previews.Add(PatternPreview.Of(text, Owned, await others.FirstMatchAsync(Owner.Id, text, HttpContext.RequestAborted)));
        }

        Previews = previews;
    }
}

using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Links;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Http;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>/account/apikeys/create: the form of a new key, its live preview, and the answer that shows the key once.</summary>
public sealed class CreateModel(
    IssueKey issue, ListKeys keys, OwnedPackages packages, StepUp stepUp, LinkBase links, RequestBase requestBase, TimeProvider clock) : KeysPage(stepUp, clock)
{
    /// <summary>Ticking more than a few dozen is what patterns are for; the list stays quick.</summary>
    public const int MostPicks = 500;

    [BindProperty]
    public CreateInput Input { get; set; } = new();

    /// <summary>Whom the person may make keys for; itself first.</summary>
    public IReadOnlyList<KeyOwner> Owners { get; private set; } = [];

    /// <summary>The chosen owner.</summary>
    public KeyOwner Owner { get; private set; } = null!;

    /// <summary>The chosen owner's package ids.</summary>
    public IReadOnlyList<string> Owned { get; private set; } = [];

    /// <summary>True when the page shows what the patterns match, because somebody asked for it.</summary>
    public bool Previewed { get; private set; }

    /// <summary>When the key would end, UTC Unix milliseconds; null while the form does not say.</summary>
    public long? ExpiresAt => Input.LifetimeDays(Clock) is { } days and > 0 and <= 3650 ? Clock.AddDays(days).ToUnixTimeMilliseconds() : null;

    public IHtmlContent Summary => KeySummary.Of(Input.Name.Trim(), Input.Actions, Input.Subjects, ExpiresAt);

    public IReadOnlyList<PatternPreview> Previews => [.. Input.Globs.Select(g => PatternPreview.Of(g, Owned))];

    public async Task OnGetAsync(string? preset)
    {
        Input = CreateInput.Preset(preset);
        Input.Nonce = FormNonce.New();
        await LoadAsync();
    }

    /// <summary>Preview without script, and another row for a pattern: the page again, without complaints.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(bool another)
    {
        ModelState.Clear();
        await LoadAsync();
        Previewed = true;
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
        await LoadAsync();
        using StringWriter summary = new(CultureInfo.InvariantCulture);
        Summary.WriteTo(summary, HtmlEncoder.Default);
        return new JsonResult(new { previews = Previews, summary = summary.ToString() });
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync();
        if (!await ProveAsync())
        {
            return Page();
        }

        IssueAnswer answer = await issue.RunAsync(HttpContext.SessionActor(), new KeyRequest
        {
            PrincipalId = Person.PrincipalId,
            Name = Input.Name,
            OwnerId = Owner.Id,
            Actions = Input.Actions,
            Globs = Input.Globs,
            PackageIds = Input.Packages,
            LifetimeDays = Input.LifetimeDays(Clock) ?? 0,
            FormNonce = Input.Nonce,
            Site = links.Of(HttpContext),
        }, HttpContext.RequestAborted);
        Show(answer.Problems, FieldOf);
        KeyDetails? made = answer.Secret is null ? null
            : await keys.FindAsync(HttpContext.SessionActor(), Person.PrincipalId, answer.PublicId!, HttpContext.RequestAborted);
        Answer(answer, made, regenerated: false, requestBase.Of(Request));
        Input.Nonce = FormNonce.New();
        return Page();
    }

    private static string FieldOf(string field) => field switch
    {
        "name" => "Input.Name",
        "owner" => "Input.Owner",
        "actions" => "Input.Push",
        "subjects" => "Input.Globs",
        "expiry" => "Input.Expiry",
        _ => "",
    };

    private async Task LoadAsync()
    {
        Owners = await keys.OwnersAsync(HttpContext.SessionActor(), Person.PrincipalId, HttpContext.RequestAborted);
        // A name that is not (or no longer) among them falls back to the person, whose rights are the smallest.
        Owner = Owners.FirstOrDefault(o => o.Name.Equals(Input.Owner, StringComparison.OrdinalIgnoreCase)) ?? Owners[0];
        Input.Owner = Owner.Name;
        Owned = await packages.IdsAsync(HttpContext.SessionActor(), Person.PrincipalId, Owner.Id, HttpContext.RequestAborted);
        if (Input.Globs.Count == 0)
        {
            Input.Globs.Add("");
        }
    }
}

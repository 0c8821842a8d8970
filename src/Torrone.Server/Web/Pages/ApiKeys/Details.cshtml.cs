using System.Net;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Packages.Explain;
using Torrone.Server.Web.Gallery;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>/account/apikeys/{id}: what the key may do, how it is used, why a use would fail, and everything that can be done about it.</summary>
public sealed class DetailsModel(
    ListKeys keys, KeyHistory history, ExplainKey explain, OwnedPackages packages, SiteTag site, StepUp stepUp, TimeProvider clock)
    : KeysPage(stepUp, clock)
{
    private const int OnPage = 20;

    public SeenKey Seen { get; private set; } = null!;

    public KeyDetails Key => Seen.Key;

    public KeyRow Row => new(Key, Key.Hint is null ? "" : KeyText.Shown(Key.TypeLetter, site.Value, Key.Hint), Now);

    /// <summary>What the key may do, in one sentence.</summary>
    public IHtmlContent Summary => KeySummary.Of(Key);

    /// <summary>What narrows it further.</summary>
    public IReadOnlyList<string> Limits => KeySummary.Limits(Key.Addresses, Key.Versions, Key.SingleUse != 0);

    /// <summary>Which of its owner's packages of today it reaches.</summary>
    public string Reach { get; private set; } = "";

    /// <summary>The last 30 days, oldest first.</summary>
    public IReadOnlyList<KeyDay> Days { get; private set; } = [];

    public KeyUsePage Uses { get; private set; } = new([], 0);

    /// <summary>Where in the history the reader is; null when all of it is here.</summary>
    public PageLinks? Pages { get; private set; }

    /// <summary>The use that was asked about.</summary>
    public TrialForm Trial { get; private set; } = new();

    public async Task<IActionResult> OnGetAsync(string publicId, [FromQuery(Name = "page")] int page, [FromQuery] TrialForm trial)
    {
        if (await SeeAsync(keys, publicId) is not { } seen)
        {
            return NotFound();
        }

        Seen = seen;
        Reach = ReachWords.Of(Key, await packages.IdsAsync(HttpContext.SessionActor(), seen.List.Id, Key.OwnerId, HttpContext.RequestAborted));
        await ReadHistoryAsync(Math.Clamp(page, 1, 1_000_000));
        Trial = trial;
        if (trial.IsAsked)
        {
            await TryAsync(trial);
        }

        return Page();
    }

    private async Task ReadHistoryAsync(int page)
    {
        Days = await history.DailyAsync(HttpContext.SessionActor(), Seen.List.Id, Key.PublicId, HttpContext.RequestAborted) ?? [];
        Uses = await history.PageAsync(HttpContext.SessionActor(), Seen.List.Id, Key.PublicId, page, OnPage, HttpContext.RequestAborted) ?? Uses;
        int count = (int)Math.Max(1, (Uses.Total + OnPage - 1) / OnPage);
        if (count > 1)
        {
            Pages = new PageLinks(Math.Min(page, count), count, number => $"{Url.Content(Seen.Address)}?page={number}#uses");
        }
    }

    private async Task TryAsync(TrialForm trial)
    {
        IPAddress? address = null;
        if (trial.From.Length > 0 && !IPAddress.TryParse(trial.From, out address))
        {
            trial.Problem = WebText.ApiKeys.Format("Trial.BadAddress", trial.From);
            return;
        }

        ExplainAnswer? answer = await explain.RunAsync(HttpContext.SessionActor(), Seen.List.Id, Key.PublicId,
            new KeyTrial(trial.Operation, trial.Package, trial.Version) { Address = address }, HttpContext.RequestAborted);
        trial.Problem = answer?.Problem;
        trial.Answer = answer?.Explanation;
    }
}

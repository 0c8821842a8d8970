using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Links;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Http;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>/account/apikeys/{id}/regenerate: the facts first, then a new secret, shown once, while the old one stops now or later.</summary>
public sealed class RegenerateModel(
    ListKeys keys, RegenerateKey regenerate, StepUp stepUp, LinkBase links, RequestBase requestBase, TimeProvider clock) : KeysPage(stepUp, clock)
{
    public SeenKey Seen { get; private set; } = null!;

    public KeyDetails Key => Seen.Key;

    /// <summary>Its facts.</summary>
    public KeyRow Row => new(Key, "", Now);

    /// <summary>UTC Unix milliseconds: when the new secret would end.</summary>
    public long NextExpiry { get; private set; }

    [BindProperty]
    public string Nonce { get; set => field = value ?? ""; } = "";

    /// <summary>True to let the old secret go on for a while.</summary>
    [BindProperty]
    public bool Keep { get; set; }

    /// <summary>For how many hours the old secret goes on, where it does.</summary>
    [BindProperty]
    public int Hours { get; set; } = (int)RegenerateKey.OfferedOverlap.TotalHours;

    /// <summary>True while there is an old secret that could go on.</summary>
    public bool OffersOverlap => Key.ExpiresAt > Now;

    public async Task<IActionResult> OnGetAsync(string publicId) => await FindAsync(publicId) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string publicId)
    {
        if (!await FindAsync(publicId))
        {
            return NotFound();
        }

        string nonce = Nonce;
        Nonce = FormNonce.New();
        if (!ModelState.IsValid)
        {
            // Nothing but the hours can fail to be read.
            ModelState.Clear();
            Hours = 0;
            Keep = true;
        }

        if (!await ProveAsync())
        {
            Nonce = nonce;
            return Page();
        }

        TimeSpan overlap = !Keep ? TimeSpan.Zero : Hours > 0 ? TimeSpan.FromHours(Math.Min(Hours, 100_000)) : TimeSpan.FromMinutes(-1);
        IssueAnswer? answer = await regenerate.RunAsync(
            HttpContext.SessionActor(), Seen.List.Id, publicId, overlap, nonce, links.Of(HttpContext), HttpContext.RequestAborted);
        if (answer is null || !await FindAsync(publicId))
        {
            return NotFound();
        }

        Show(answer.Problems, field => field == "overlap" ? nameof(Hours) : "");
        Answer(answer, Key, regenerated: true, requestBase.Of(Request));
        return Page();
    }

    private async Task<bool> FindAsync(string publicId)
    {
        if (await SeeAsync(keys, publicId) is not { MayChange: true } seen)
        {
            return false;
        }

        Seen = seen;
        if (Nonce.Length == 0)
        {
            Nonce = FormNonce.New();
        }

        NextExpiry = Clock.AddDays(Math.Min(Key.LifetimeDays, seen.Owner?.MaxDays ?? Key.LifetimeDays)).ToUnixTimeMilliseconds();
        return true;
    }
}

using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Links;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Http;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>/account/apikeys/{id}/regenerate: the facts first, then a new secret, shown once.</summary>
public sealed class RegenerateModel(
    ListKeys keys, RegenerateKey regenerate, StepUp stepUp, LinkBase links, RequestBase requestBase, TimeProvider clock) : KeysPage(stepUp, clock)
{
    public KeyDetails Key { get; private set; } = new();

    /// <summary>Its facts.</summary>
    public KeyRow Row => new(Key, "", Now);

    /// <summary>UTC Unix milliseconds: when the new secret would end.</summary>
    public long NextExpiry { get; private set; }

    [BindProperty]
    public string Nonce { get; set => field = value ?? ""; } = "";

    public async Task<IActionResult> OnGetAsync(string publicId) => await FindAsync(publicId) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string publicId)
    {
        if (!await ProveAsync())
        {
            return await FindAsync(publicId) ? Page() : NotFound();
        }

        IssueAnswer? answer = await regenerate.RunAsync(
            HttpContext.SessionActor(), Person.PrincipalId, publicId, TimeSpan.Zero, Nonce, links.Of(HttpContext), HttpContext.RequestAborted);
        if (answer is null || !await FindAsync(publicId))
        {
            return NotFound();
        }

        Show(answer.Problems, _ => "");
        Answer(answer, Key, regenerated: true, requestBase.Of(Request));
        return Page();
    }

    private async Task<bool> FindAsync(string publicId)
    {
        if (await keys.FindAsync(HttpContext.SessionActor(), Person.PrincipalId, publicId, HttpContext.RequestAborted) is not { } key)
        {
            return false;
        }

        Key = key;
        Nonce = FormNonce.New();
        List<KeyOwner> owners = await keys.OwnersAsync(HttpContext.SessionActor(), Person.PrincipalId, HttpContext.RequestAborted);
        int most = owners.Find(o => o.Id == key.OwnerId)?.MaxDays ?? key.LifetimeDays;
        NextExpiry = Clock.AddDays(Math.Min(key.LifetimeDays, most)).ToUnixTimeMilliseconds();
        return true;
    }
}

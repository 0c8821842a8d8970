using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Links;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Text;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>/account/apikeys/revoke?key=…: one key or many, shown with what will stop, and then revoked with a reason.</summary>
public sealed class RevokeModel(ListKeys keys, EndKey end, LinkBase links, StepUp stepUp, TimeProvider clock) : KeysPage(stepUp, clock)
{
    /// <summary>As many as a list holds.</summary>
    public const int Most = IssueKey.MaxKeys;

    private static readonly TextSource T = WebText.ApiKeys;

    /// <summary>The keys that would stop, those of one list together.</summary>
    public IReadOnlyList<SeenKey> Seen { get; private set; } = [];

    /// <summary>For the list, one line.</summary>
    [BindProperty]
    public string Reason { get; set => field = value ?? ""; } = "";

    /// <summary>Where one came from.</summary>
    public string Back => Seen.Count == 0 ? "~/account/apikeys" : Seen[0].ListAddress;

    public KeyRow Row(SeenKey seen) => new(seen.Key, "", Now);

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "key")] IReadOnlyList<string> publicIds)
    {
        if (publicIds.Count == 0)
        {
            // Sent without a tick: the list says what to do.
            return Redirect(Url.Content("~/account/apikeys"));
        }

        return await FindAsync(publicIds) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "key")] IReadOnlyList<string> publicIds)
    {
        if (publicIds.Count == 0 || !await FindAsync(publicIds))
        {
            return NotFound();
        }

        int revoked = 0;
        string back = Back;
        foreach (IGrouping<long, SeenKey> list in Seen.GroupBy(s => s.List.Id))
        {
            revoked += await end.RevokeAsync(HttpContext.SessionActor(), list.Key, [.. list.Select(s => s.Key.PublicId)], Reason,
                links.Of(HttpContext), HttpContext.RequestAborted) ?? 0;
        }

        TempData["Status"] = Seen.Count == 1 ? T.Format("Revoke.Done", Seen[0].Key.Name) : T.Plural("Revoke.DoneMany", revoked);
        return Redirect(Url.Content(back));
    }

    private async Task<bool> FindAsync(IReadOnlyList<string> publicIds)
    {
        List<SeenKey> seen = [];
        foreach (string publicId in publicIds.Distinct(StringComparer.Ordinal).Take(Most))
        {
            if (await SeeAsync(keys, publicId) is not { } key)
            {
                return false;
            }

            if (key.Key.RevokedAt is null)
            {
                seen.Add(key);
            }
        }

        Seen = seen;
        return seen.Count > 0;
    }
}

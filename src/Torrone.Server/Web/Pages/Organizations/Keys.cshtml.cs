using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Http;
using Torrone.Server.Organizations;
using Torrone.Server.Web.Gallery;
using Torrone.Server.Web.Pages.ApiKeys;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Organizations;

/// <summary>/organization/{name}/keys: every key that acts for the organization, its own and its members', for its administrators.</summary>
public sealed class KeysModel(OrganizationKeys keys, SiteTag site, TimeProvider clock, OrganizationDirectory directory, StepUp stepUp)
    : OrganizationPage(directory, stepUp)
{
    private const int OnPage = 50;

    /// <summary>A state by its name; anything else is every state.</summary>
    [BindProperty(SupportsGet = true, Name = "state")]
    public string State { get; set => field = value ?? ""; } = "";

    /// <summary>A holder's name; empty is everybody.</summary>
    [BindProperty(SupportsGet = true, Name = "holder")]
    public string Holder { get; set => field = value ?? ""; } = "";

    [BindProperty(SupportsGet = true, Name = "q")]
    public string Query { get; set => field = (value ?? "").Trim(); } = "";

    public override string Tab => "keys";

    /// <summary>UTC Unix milliseconds.</summary>
    public long Now { get; } = clock.GetUtcNow().ToUnixTimeMilliseconds();

    public OrganizationKeyPage Keys { get; private set; } = new([], 0, new Dictionary<KeyState, int>(), []);

    /// <summary>Where in the list the reader is; null when all of it is here.</summary>
    public PageLinks? Pages { get; private set; }

    /// <summary>How many keys there are, whatever the filter.</summary>
    public int All => Keys.States.Values.Sum();

    public KeyFilterForm FilterForm => new(Address(Tab), Query, Filter.State?.ToString() ?? "",
        [.. Keys.States.Keys.Order().Select(s => (s.ToString(), WebText.ApiKeys["State.Filter." + s]))], Holder, Keys.Holders)
    {
        OwnerField = "holder", OwnerWords = WebText.ApiKeys["Filter.Holder"], AnyOwnerWords = WebText.ApiKeys["Filter.AnyHolder"],
    };

    /// <summary>The address of the table for download, with the same filter.</summary>
    public string CsvAddress => Address(Tab) + Link(("handler", "Csv"));

    private OrganizationKeyFilter Filter => new(Enum.TryParse(State, ignoreCase: true, out KeyState state) && Enum.IsDefined(state) ? state : null, Holder, Query);

    public KeyRow Row(KeyDetails key) => new(key, key.Hint is null ? "" : KeyText.Shown(key.TypeLetter, site.Value, key.Hint), Now)
    {
        Holder = key.PrincipalName, MayChange = key.PrincipalId == Organization.PrincipalId,
    };

    public async Task OnGetAsync([FromQuery(Name = "page")] int page)
    {
        // Members look after their own keys; only administrators see everybody's.
        if (!Organization.IsAdmin)
        {
            return;
        }

        int number = Math.Clamp(page, 1, 1_000_000);
        Keys = await keys.PageAsync(HttpContext.SessionActor(), Organization.PrincipalId, Filter, number, OnPage, HttpContext.RequestAborted);
        int count = Math.Max(1, (Keys.Total + OnPage - 1) / OnPage);
        Pages = count > 1 ? new PageLinks(Math.Min(number, count), count, n => Address(Tab) + Link(("page", n.ToString(CultureInfo.InvariantCulture)))) : null;
    }

    public async Task<IActionResult> OnGetCsvAsync()
    {
        if (!Organization.IsAdmin)
        {
            return Forbid();
        }

        string name = string.Concat(Organization.Name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        await CsvWriter.SendAsync(Response, $"keys-{name}.csv", OrganizationKeys.CsvHeader(),
            keys.CsvAsync(HttpContext.SessionActor(), Organization.PrincipalId, Filter, HttpContext.RequestAborted));
        return new EmptyResult();
    }

    // The same filter with one thing more.
    private string Link((string Name, string Value) more)
    {
        (string Name, string Value)[] parts = [("q", Query), ("state", State), ("holder", Holder), more];
        return QueryString.Create(parts.Where(p => p.Value.Length > 0).Select(p => KeyValuePair.Create<string, string?>(p.Name, p.Value))).ToUriComponent();
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Organizations;
using Torrone.Server.Settings;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Organizations;

/// <summary>/organization/{name}/policies: what it demands of keys and members. Before it is saved, the page says what it would hit.</summary>
public sealed class PoliciesModel(SetPolicy policies, TorroneSettings settings, OrganizationDirectory directory, StepUp stepUp)
    : OrganizationPage(directory, stepUp)
{
    [BindProperty]
    public Fields Input { get; set; } = new();

    public override string Tab => "policies";

    /// <summary>The policy of today.</summary>
    public OrganizationPolicy Policy { get; private set; } = new();

    /// <summary>What the form's policy would hit; null before anybody asked.</summary>
    public PolicyReach? Reach { get; private set; }

    /// <summary>The site's own longest life of a key, in days.</summary>
    public int SiteDays => settings.Accounts.MaxKeyDays;

    public async Task OnGetAsync()
    {
        await LookAsync();
        Input = Fields.Of(Policy);
    }

    /// <summary>What the policy would hit: the whole page without script, the part alone with it.</summary>
    public async Task<IActionResult> OnPostPreviewAsync()
    {
        await LookAsync();
        Reach = Wanted() is { } wanted ? await policies.ReachAsync(Person, Organization, wanted, HttpContext.RequestAborted) : null;
        return !Request.Headers.XRequestedWith.Equals("fetch") ? Page()
            : Reach is null ? new EmptyResult()
            : Partial("_PolicyReach", this);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await LookAsync();
        if (Wanted() is not { } wanted || !await ProveAsync()
            || !Succeeded(await policies.RunAsync(Organization, HttpContext.SessionActor(), wanted, Site, HttpContext.RequestAborted)))
        {
            return Page();
        }

        TempData["Status"] = T["Policies.Saved"];
        return Redirect(Address(Tab));
    }

    private async Task LookAsync() =>
        Policy = await policies.ReadAsync(Person, Organization, HttpContext.RequestAborted) ?? throw new UnauthorizedAccessException();

    // Null after it put what cannot be read beside its field.
    private OrganizationPolicy? Wanted()
    {
        long? days = Number(nameof(Fields.MaxKeyDays), Input.MaxKeyDays);
        long? ids = Number(nameof(Fields.FreezeNewIds), Input.FreezeNewIds);
        return !ModelState.IsValid ? null : new OrganizationPolicy
        {
            MaxKeyDays = days,
            SecondFactorRequired = Input.SecondFactorRequired,
            KeysByAdminsOnly = Input.Makers == "admins",
            KeyActions = SetPolicy.Actions.All(Input.Actions.Contains) ? null : [.. Input.Actions.Distinct()],
            FreezeNewIds = ids,
        };
    }

    private long? Number(string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return number;
        }

        ModelState.AddModelError("Input." + field, T["Policies.NotANumber"]);
        return null;
    }

    public sealed class Fields
    {
        public string? MaxKeyDays { get; set; }

        public string? Makers { get; set; }

        public string[] Actions { get; set; } = [];

        public bool SecondFactorRequired { get; set; }

        public string? FreezeNewIds { get; set; }

        /// <summary>Where the error of the actions stands; never sent.</summary>
        public string? KeyActions { get; set; }

        internal static Fields Of(OrganizationPolicy policy) => new()
        {
            MaxKeyDays = policy.MaxKeyDays?.ToString(CultureInfo.InvariantCulture),
            Makers = policy.KeysByAdminsOnly ? "admins" : "members",
            Actions = [.. policy.KeyActions ?? SetPolicy.Actions],
            SecondFactorRequired = policy.SecondFactorRequired,
            FreezeNewIds = policy.FreezeNewIds?.ToString(CultureInfo.InvariantCulture),
        };
    }
}

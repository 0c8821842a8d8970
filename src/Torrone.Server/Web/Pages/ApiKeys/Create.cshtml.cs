using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Links;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Http;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>/account/apikeys/create: the form of a new key, its live preview, and the answer that shows the key once.</summary>
public sealed class CreateModel(
    IssueKey issue, ListKeys keys, OwnedPackages packages, OtherPackages others, StepUp stepUp, LinkBase links, RequestBase requestBase,
    TimeProvider clock) : KeyFormPage(packages, others, stepUp, clock)
{
    /// <summary>Whom the person may make keys for; itself first.</summary>
    public IReadOnlyList<KeyOwner> Owners { get; private set; } = [];

    /// <summary>Whose key it will be: the person, or an organization that it administers.</summary>
    public long Holder { get; private set; }

    /// <summary>The purpose that the form was filled for.</summary>
    public string Preset { get; private set; } = "";

    public override string Address => "/account/apikeys/create";

    public async Task OnGetAsync(string? preset, string? owner)
    {
        Preset = preset ?? "";
        Input = KeyInput.Preset(preset);
        Input.Owner = owner ?? "";
        Input.Nonce = FormNonce.New();
        await LoadAsync();
        if (Input.LifetimeDays(Clock) > Owner.MaxDays)
        {
            // The offered time is not more than the owner allows; where every offer is, the last allowed day is.
            int days = KeyInput.Days.Where(d => d <= Owner.MaxDays).DefaultIfEmpty(0).Max();
            Input.Expiry = days > 0 ? days.ToString(CultureInfo.InvariantCulture) : KeyInput.OnDate;
            Input.Date = Clock.AddDays(Owner.MaxDays).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
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
            PrincipalId = Holder,
            Name = Input.Name,
            OwnerId = Owner.Id,
            Actions = Input.Actions,
            Globs = Input.Globs,
            PackageIds = Input.Packages,
            Addresses = Input.AddressRanges,
            Versions = Input.ExactVersions,
            SingleUse = Input.SingleUse,
            LifetimeDays = Input.LifetimeDays(Clock) ?? 0,
            FormNonce = Input.Nonce,
            Site = links.Of(HttpContext),
        }, HttpContext.RequestAborted);
        Show(answer.Problems, FieldOf);
        KeyDetails? made = answer.Secret is null ? null
            : await keys.FindAsync(HttpContext.SessionActor(), Holder, answer.PublicId!, HttpContext.RequestAborted);
        Answer(answer, made, regenerated: false, requestBase.Of(Request));
        Input.Nonce = FormNonce.New();
        return Page();
    }

    protected override async Task<bool> LoadAsync()
    {
        Owners = await keys.OwnersAsync(HttpContext.SessionActor(), Person.PrincipalId, HttpContext.RequestAborted);
        string name = Input.Owner.TrimStart(KeyInput.OwnedBy);
        KeyOwner? chosen = Owners.FirstOrDefault(o => o.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        // A name that is not (or no longer) among them falls back to the person, whose rights are the smallest.
        Owner = chosen ?? Owners[0];
        bool own = Input.Owner.Length > name.Length && Owner.IsAdmin;
        Holder = own ? Owner.Id : Person.PrincipalId;
        Input.Owner = own ? KeyInput.OwnedBy + Owner.Name : Owner.Name;
        await LoadPackagesAsync(Holder);
        return true;
    }
}

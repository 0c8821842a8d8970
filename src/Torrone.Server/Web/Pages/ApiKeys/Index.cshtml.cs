using Microsoft.AspNetCore.Mvc;
using Torrone.Server.Accounts;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>/account/apikeys: a person's keys, what needs attention first.</summary>
public sealed class IndexModel(ListKeys keys, SiteTag site, StepUp stepUp, TimeProvider clock) : KeysPage(stepUp, clock)
{
    /// <summary>Every key.</summary>
    public IReadOnlyList<KeyDetails> Keys { get; private set; } = [];

    /// <summary>Those that pass the filter.</summary>
    public IReadOnlyList<KeyDetails> Listed { get; private set; } = [];

    /// <summary>Those that will stop a build soon or have done so.</summary>
    public IReadOnlyList<KeyDetails> NeedAttention { get; private set; } = [];

    public KeyFilter Filter { get; private set; } = KeyFilter.Of(null, null, null);

    /// <summary>For whom the keys act, by name.</summary>
    public IReadOnlyList<string> Owners => [.. Keys.Select(k => k.OwnerName).Distinct().Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The filter as a form.</summary>
    public KeyFilterForm FilterForm => new(Url.Content("~/account/apikeys"), Filter.Text, Filter.State,
        [.. KeyFilter.States.Select(s => (s, WebText.ApiKeys["Filter.State." + s]))], Filter.Owner, Owners);

    /// <summary>The row of a key.</summary>
    public KeyRow Row(KeyDetails key) => new(key, Beginning(key), Now) { Own = key.OwnerId == Person.PrincipalId };

    public async Task OnGetAsync(string? state, string? owner, [FromQuery(Name = "q")] string? text)
    {
        Filter = KeyFilter.Of(state, owner, text);
        Keys = await keys.RunAsync(HttpContext.SessionActor(), Person.PrincipalId, HttpContext.RequestAborted);
        Listed = [.. Filter.Apply(Keys, Now, Beginning)];
        NeedAttention = [.. Keys.Where(k => KeyFilter.NeedsAttention(k, Now))];
    }

    private string Beginning(KeyDetails key) => key.Hint is null ? "" : KeyText.Shown(key.TypeLetter, site.Value, key.Hint);
}

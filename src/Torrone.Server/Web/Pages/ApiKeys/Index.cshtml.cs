using Torrone.Server.Accounts;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>/account/apikeys: a person's keys, what needs attention first.</summary>
public sealed class IndexModel(ListKeys keys, SiteTag site, StepUp stepUp, TimeProvider clock) : KeysPage(stepUp, clock)
{
    public IReadOnlyList<KeyDetails> Keys { get; private set; } = [];

    /// <summary>Those that will stop a build soon or have done so.</summary>
    public IReadOnlyList<KeyDetails> NeedAttention { get; private set; } = [];

    /// <summary>How the key begins, for finding it again; empty when it has no secret.</summary>
    public string Beginning(KeyDetails key) => key.Hint is null ? "" : KeyText.Shown(key.TypeLetter, site.Value, key.Hint);

    public async Task OnGetAsync()
    {
        Keys = await keys.RunAsync(HttpContext.SessionActor(), Person.PrincipalId, HttpContext.RequestAborted);
        NeedAttention = [.. Keys.Where(k => k.StateAt(Now) is KeyState.Expiring or KeyState.Expired)];
    }
}

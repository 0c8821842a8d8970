using Torrone.Server.Accounts.Factors;
using Torrone.Server.Accounts.Outside;
using Torrone.Server.Settings;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Factors;

/// <summary>/account/sign-in-methods: everything by which one gets into one's account.</summary>
public sealed class IndexModel(
    ListSignInMethods list, Passkeys passkeys, PasskeyPlace place, LinkOutside outside, TorroneSettings settings, StepUp stepUp) : FactorPage(stepUp)
{
    public SignInMethods Methods { get; private set; } = new(new ProofWays(0, false, false, []), 0);

    public IReadOnlyList<Passkey> Passkeys { get; private set; } = [];

    public IReadOnlyList<OutsideLogin> Logins { get; private set; } = [];

    public IReadOnlyList<OutsideProvider> Providers { get; } = OutsideProvider.Of(settings);

    /// <summary>What the provider of a link is called; its issuer when the settings do not know it any more.</summary>
    public string TitleOf(OutsideLogin login) => Providers.FirstOrDefault(p => p.Issuer == login.Provider)?.Title ?? login.Provider;

    /// <summary>False under a numeric address, or without https.</summary>
    public bool PasskeysWork => place.IsGood(Request);

    public async Task OnGetAsync()
    {
        Methods = await list.RunAsync(Person);
        Passkeys = await passkeys.ListAsync(Person);
        Logins = await outside.ListAsync(Person);
    }
}

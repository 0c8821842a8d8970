using Torrone.Server.Accounts.Factors;
using Torrone.Server.Web.Proof;

namespace Torrone.Server.Web.Pages.Factors;

/// <summary>/account/sign-in-methods: everything by which one gets into one's account.</summary>
public sealed class IndexModel(ListSignInMethods list, Passkeys passkeys, PasskeyPlace place, StepUp stepUp) : FactorPage(stepUp)
{
    public SignInMethods Methods { get; private set; } = new(new ProofWays(0, false, false, []), 0);

    public IReadOnlyList<Passkey> Passkeys { get; private set; } = [];

    /// <summary>False under a numeric address, or without https.</summary>
    public bool PasskeysWork => place.IsGood(Request);

    public async Task OnGetAsync()
    {
        Methods = await list.RunAsync(Person);
        Passkeys = await passkeys.ListAsync(Person);
    }
}

using Torrone.Server.Accounts.Factors;

namespace Torrone.Server.Web.Proof;

/// <summary>The fields of a proof as a form sends them. An empty field arrives as null and is kept as empty.</summary>
public sealed class GivenFields
{
    public string Code { get; set => field = value ?? ""; } = "";

    public string Passkey { get; set => field = value ?? ""; } = "";

    public string PasskeyState { get; set => field = value ?? ""; } = "";

    public GivenProof Given => new("", Code, Passkey, PasskeyState);
}

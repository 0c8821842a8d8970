namespace Torrone.Server.Settings;

/// <summary>An outside provider that people may sign in with (Torrone__SignIn__NAME__…). NAME stands in the callback's address: /account/outside/NAME/callback.</summary>
public sealed class SignInSettings
{
    /// <summary>The kind that finds everything by the provider's discovery document.</summary>
    public const string OpenIdConnect = "oidc";

    /// <summary>GitHub, or a GitHub Enterprise server by its <see cref="Authority"/>.</summary>
    public const string GitHub = "github";

    /// <summary>oidc or github. Default oidc.</summary>
    public string Kind { get; set; } = OpenIdConnect;

    /// <summary>What the button says, e.g. "Contoso". Default: the name of the setting.</summary>
    public string Title { get; set; } = "";

    /// <summary>The issuer exactly as its discovery document writes it. Default for github: https://github.com.</summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    /// <summary>Secret: shown nowhere.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>With blanks between. Default for oidc: openid profile email; for github: nothing, or read:org with a map of organizations.</summary>
    public string Scopes { get; set; } = "";

    /// <summary>The claim of the userinfo document that <see cref="Organizations"/> looks at. Default groups; with github always the person's organizations.</summary>
    public string Claim { get; set; } = "groups";

    /// <summary>
    /// From a value of the claim to an organization of this gallery, as "name" or "name:admin": who has the value is a member from the next
    /// sign-in on, who loses it is none. Empty: memberships are by invitation alone.
    /// </summary>
    public Dictionary<string, string> Organizations { get; set; } = [];

    /// <summary>True for what can work: a kind that is known, an https issuer (http on localhost), both client values.</summary>
    public bool IsGood => Kind is OpenIdConnect or GitHub && ClientId.Length > 0 && ClientSecret.Length > 0
        && (Kind == GitHub && Authority.Length == 0 || (Uri.TryCreate(Authority, UriKind.Absolute, out Uri? issuer)
            && (issuer.Scheme == Uri.UriSchemeHttps || (issuer.Scheme == Uri.UriSchemeHttp && issuer.IsLoopback))
            && issuer.Query.Length == 0 && issuer.Fragment.Length == 0));
}

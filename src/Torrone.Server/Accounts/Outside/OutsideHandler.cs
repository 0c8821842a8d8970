using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;
using Torrone.Server.Http;
using Torrone.Server.Settings;

namespace Torrone.Server.Accounts.Outside;

/// <summary>
/// The framework's code flow with PKCE, with endpoints by discovery and the identity from the userinfo endpoint, which is asked over TLS
/// with the token that the code was exchanged for: no token of the provider's has to be read here.
/// </summary>
internal sealed class OutsideHandler(
    IOptionsMonitor<ProviderOptions> options, ILoggerFactory logger, UrlEncoder encoder, Discovery discovery, OutsideReturns returns, RequestBase requestBase)
    : OAuthHandler<ProviderOptions>(options, logger, encoder)
{
    private const int LongestSubject = 255;
    private ProviderEndpoints? _endpoints;

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await DiscoverAsync();
        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        Options.AuthorizationEndpoint = _endpoints!.Authorization;
        string address = base.BuildChallengeUrl(properties, OwnAddress);
        return properties.Items.ContainsKey(OutsideProvider.AskAgain) && Options.Provider.Kind == SignInSettings.OpenIdConnect
            ? address + "&prompt=login&max_age=0"
            : address;
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        await DiscoverAsync();
        // RFC 9207: an answer that another provider gave must not be taken for this one's.
        string from = Request.Query["iss"].ToString();
        return from.Length > 0 && from != OutsideProvider.IssuerOf(Options.Provider)
            ? HandleRequestResult.Fail("The answer names another issuer.")
            : await base.HandleRemoteAuthenticateAsync();
    }

    protected override Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context) =>
        base.ExchangeCodeAsync(new OAuthCodeExchangeContext(context.Properties, context.Code, OwnAddress));

    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        using JsonDocument user = await ReadAsync(_endpoints!.UserInfo, tokens);
        bool gitHub = Options.Provider.Kind == SignInSettings.GitHub;
        // GitHub's login may be given to somebody else one day; its number is not.
        string subject = Text(user.RootElement, gitHub ? "id" : "sub");
        if (subject.Length is 0 or > LongestSubject)
        {
            throw new OutsideException("The userinfo document names no subject.");
        }

        string name = new[] { gitHub ? "login" : "preferred_username", "email", "name" }.Select(claim => Text(user.RootElement, claim)).FirstOrDefault(t => t.Length > 0) ?? subject;
        await returns.KeepAsync(Context, new OutsideIdentity(Options.Name, OutsideProvider.IssuerOf(Options.Provider), subject,
            name[..Math.Min(name.Length, 200)], await GroupsAsync(user.RootElement, tokens)));
        identity.AddClaim(new Claim("sub", subject));
        return new AuthenticationTicket(new ClaimsPrincipal(identity), properties, Scheme.Name);
    }

    private string OwnAddress => requestBase.Of(Request) + Options.CallbackPath;

    private async Task DiscoverAsync()
    {
        _endpoints = await discovery.OfAsync(Options.Provider, Backchannel, Context.RequestAborted);
        Options.TokenEndpoint = _endpoints.Token;
        Options.UserInformationEndpoint = _endpoints.UserInfo;
    }

    private async Task<IReadOnlyList<string>> GroupsAsync(JsonElement user, OAuthTokenResponse tokens)
    {
        if (Options.Provider.Organizations.Count == 0)
        {
            return [];
        }

        if (Options.Provider.Kind != SignInSettings.GitHub)
        {
            return user.TryGetProperty(Options.Provider.Claim, out JsonElement claim) ? Values(claim) : [];
        }

        using JsonDocument organizations = await ReadAsync(_endpoints!.UserInfo + "/orgs?per_page=100", tokens);
        return [.. organizations.RootElement.EnumerateArray().Select(o => Text(o, "login"))];
    }

    private async Task<JsonDocument> ReadAsync(string address, OAuthTokenResponse tokens)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        request.Headers.Accept.ParseAdd("application/json");
        using HttpResponseMessage answer = await Backchannel.SendAsync(request, Context.RequestAborted);
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(Context.RequestAborted))
            : throw new OutsideException($"The userinfo endpoint answered {(int)answer.StatusCode}.");
    }

    private static IReadOnlyList<string> Values(JsonElement claim) => claim.ValueKind switch
    {
        JsonValueKind.Array => [.. claim.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!).Take(1000)],
        JsonValueKind.String => [claim.GetString()!],
        _ => [],
    };

    private static string Text(JsonElement element, string name) =>
        element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out JsonElement value) ? ""
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
        : "";
}

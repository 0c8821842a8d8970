using System.Collections.Concurrent;
using System.Text.Json;
using Torrone.Server.Settings;

namespace Torrone.Server.Accounts.Outside;

/// <summary>
/// Finds a provider's endpoints by its discovery document (OpenID Connect Discovery 1.0, section 4), kept for a day. A provider that is
/// away when the gallery starts is asked again with the next sign-in.
/// </summary>
internal sealed class Discovery(TimeProvider clock)
{
    /// <summary>The most that any document of a provider may hold.</summary>
    public const int LongestDocument = 256 * 1024;

    private static readonly TimeSpan Lasts = TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<string, (ProviderEndpoints Endpoints, DateTimeOffset At)> _known = new(StringComparer.Ordinal);

    /// <exception cref="OutsideException">The provider cannot be reached, or says what cannot be used.</exception>
    public async Task<ProviderEndpoints> OfAsync(SignInSettings provider, HttpClient client, CancellationToken cancellation)
    {
        if (provider.Kind == SignInSettings.GitHub)
        {
            return GitHub(provider);
        }

        if (_known.TryGetValue(provider.Authority, out (ProviderEndpoints Endpoints, DateTimeOffset At) known) && clock.GetUtcNow() - known.At < Lasts)
        {
            return known.Endpoints;
        }

        ProviderEndpoints found = await AskAsync(provider, client, cancellation);
        _known[provider.Authority] = (found, clock.GetUtcNow());
        return found;
    }

    private static async Task<ProviderEndpoints> AskAsync(SignInSettings provider, HttpClient client, CancellationToken cancellation)
    {
        Uri address = new(provider.Authority.TrimEnd('/') + "/.well-known/openid-configuration");
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(address, cancellation);
            answer.EnsureSuccessStatusCode();
            using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation));
            // Section 4.3: another issuer than the one asked for is not to be believed.
            return Text(document.RootElement, "issuer") == provider.Authority
                ? new ProviderEndpoints(Endpoint(document, provider, "authorization_endpoint"), Endpoint(document, provider, "token_endpoint"),
                    Endpoint(document, provider, "userinfo_endpoint"))
                : throw new OutsideException($"{address} names another issuer.");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new OutsideException($"{address} cannot be read: {e.Message}", e);
        }
    }

    // What the document names must be as safe to talk to as the issuer itself.
    private static string Endpoint(JsonDocument document, SignInSettings provider, string name) =>
        Text(document.RootElement, name) is { } address && Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == new Uri(provider.Authority).Scheme)
            ? address
            : throw new OutsideException($"The discovery document of {provider.Authority} has no {name} that can be used.");

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static ProviderEndpoints GitHub(SignInSettings provider)
    {
        string site = OutsideProvider.IssuerOf(provider).TrimEnd('/');
        string api = site == "https://github.com" ? "https://api.github.com" : site + "/api/v3";
        return new ProviderEndpoints(site + "/login/oauth/authorize", site + "/login/oauth/access_token", api + "/user");
    }
}

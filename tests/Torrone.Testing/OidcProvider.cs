using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Torrone.Testing;

/// <summary>
/// An outside provider that speaks the real protocol over HTTP: OpenID Connect discovery, the code flow with PKCE (which it insists on),
/// the userinfo endpoint; and the same as GitHub does it. Whoever comes is <see cref="Subject"/> and says yes.
/// </summary>
public sealed class OidcProvider : IAsyncDisposable
{
    public const string ClientId = "torrone-tests";
    public const string ClientSecret = "a secret between the two: +/%&";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (string Challenge, string RedirectUri)> _codes = new();
    private readonly ConcurrentDictionary<string, string> _tokens = new();

    private OidcProvider(WebApplication app, string issuer) => (_app, Issuer) = (app, issuer);

    public string Issuer { get; }

    /// <summary>What the discovery document says; the issuer unless a test lies.</summary>
    public string? SaysIssuer { get; set; }

    /// <summary>Sent with the answer as RFC 9207 wants it; null sends none.</summary>
    public string? AnswersAs { get; set; }

    public string Subject { get; set; } = "subject-1";

    public string Email { get; set; } = "somebody@example.test";

    public IReadOnlyList<string> Groups { get; set; } = [];

    /// <summary>The person says no.</summary>
    public bool Denies { get; set; }

    /// <summary>What the last question carried, e.g. prompt=login.</summary>
    public IReadOnlyDictionary<string, string> LastQuestion { get; private set; } = new Dictionary<string, string>();

    public static async Task<OidcProvider> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        string issuer = $"http://localhost:{FreePort.Next()}";
        builder.WebHost.UseUrls(issuer);
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        OidcProvider provider = new(app, issuer);
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = provider.SaysIssuer ?? issuer,
            authorization_endpoint = issuer + "/authorize",
            token_endpoint = issuer + "/token",
            userinfo_endpoint = issuer + "/userinfo",
        }));
        app.MapGet("/authorize", provider.Authorize);
        app.MapGet("/login/oauth/authorize", provider.Authorize);
        app.MapPost("/token", (Delegate)provider.TokenAsync);
        app.MapPost("/login/oauth/access_token", (Delegate)provider.TokenAsync);
        app.MapGet("/userinfo", (HttpContext c) => provider.Known(c, new { sub = provider.Subject, email = provider.Email, groups = provider.Groups }));
        app.MapGet("/api/v3/user", (HttpContext c) => provider.Known(c, new { id = 4711, login = provider.Subject, email = provider.Email }));
        app.MapGet("/api/v3/user/orgs", (HttpContext c) => provider.Known(c, provider.Groups.Select(g => new { login = g })));
        await app.StartAsync();
        return provider;
    }

    /// <summary>The settings of a gallery that knows the provider under a name.</summary>
    public Dictionary<string, string?> Settings(string name, string kind = "oidc") => new()
    {
        [$"Torrone__SignIn__{name}__Kind"] = kind, [$"Torrone__SignIn__{name}__Authority"] = Issuer, [$"Torrone__SignIn__{name}__Title"] = "Contoso " + kind,
        [$"Torrone__SignIn__{name}__ClientId"] = ClientId, [$"Torrone__SignIn__{name}__ClientSecret"] = ClientSecret,
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Authorize(HttpContext context)
    {
        LastQuestion = context.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString());
        string to = LastQuestion["redirect_uri"];
        string state = "state=" + Uri.EscapeDataString(LastQuestion["state"]);
        if (LastQuestion["response_type"] != "code" || LastQuestion["client_id"] != ClientId || LastQuestion["code_challenge_method"] != "S256")
        {
            return Results.BadRequest("This is not the code flow with PKCE.");
        }

        if (Denies)
        {
            return Results.Redirect($"{to}?error=access_denied&{state}");
        }

        string code = RandomNumberGenerator.GetHexString(32);
        _codes[code] = (LastQuestion["code_challenge"], to);
        return Results.Redirect($"{to}?code={code}&{state}{(AnswersAs is null ? "" : "&iss=" + Uri.EscapeDataString(AnswersAs))}");
    }

    private async Task<IResult> TokenAsync(HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync();
        if (!_codes.TryRemove(form["code"].ToString(), out (string Challenge, string RedirectUri) code)
            || form["redirect_uri"] != code.RedirectUri || form["client_id"] != ClientId || form["client_secret"] != ClientSecret
            || Challenge(form["code_verifier"].ToString()) != code.Challenge)
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        }

        string token = RandomNumberGenerator.GetHexString(32);
        _tokens[token] = "";
        return Results.Json(new { access_token = token, token_type = "Bearer", expires_in = 60 });
    }

    private IResult Known(HttpContext context, object what) =>
        context.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. string token] && _tokens.ContainsKey(token)
            ? Results.Text(JsonSerializer.Serialize(what), "application/json")
            : Results.Unauthorized();

    private static string Challenge(string verifier) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

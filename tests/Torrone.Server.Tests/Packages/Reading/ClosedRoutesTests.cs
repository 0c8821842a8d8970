using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages.Reading;

/// <summary>Walks every route of a private gallery as a stranger, and finds no door open but those that are listed here with a reason.</summary>
public sealed partial class ClosedRoutesTests
{
    private const string Publisher = "nougat";

    private static readonly Dictionary<string, string> Open = new(StringComparer.OrdinalIgnoreCase)
    {
        ["users/account/LogOn"] = "signing in",
        ["account/register"] = "signing up",
        ["account/forgot"] = "a new password",
        ["account/reset"] = "a new password",
        ["account/confirm"] = "a mailed link",
        ["account/confirm/resend"] = "a mailed link",
        ["account/email/confirm"] = "a mailed link",
        ["account/email/undo"] = "a mailed link",
        ["account/invitation"] = "joining by a link",
        ["account/outside"] = "signing in",
        ["account/outside/{provider}"] = "signing in",
        ["account/second-step"] = "signing in",
        ["account/passkeys/options"] = "signing in",
        ["api/v2/symbolpackage"] = "publishing asks for its own key",
        ["api/v2/package/{id}/deprecations"] = "deprecating asks for its own key",
        ["account/sent/{what}"] = "says that a letter left",
        ["setup"] = "the first administrator",
        ["error/{status:int}"] = "the page of an error",
        ["preferences"] = "language and theme",
        ["health/live"] = "one word for a load balancer",
        ["health/ready"] = "one word for a load balancer",
        ["api/v1/keys"] = "managing keys asks for a key or a session",
        ["api/v1/keys/{id}"] = "managing keys asks for a key or a session",
        ["api/v1/keys/{id}/rotate"] = "managing keys asks for a key or a session",
        ["api/v1/keys/{id}/revoke"] = "managing keys asks for a key or a session",
        ["api/v1/keys/{id}/end-old-secret"] = "managing keys asks for a key or a session",
        ["api/v1/keys/current"] = "asks for the key itself",
        ["api/v1/keys/leaked"] = "whoever has found keys may end them",
        ["api/v2/package/create-verification-key/{id}/{version?}"] = "asks for a key that may push",
        ["api/v2/verifykey/{id}/{version?}"] = "asks for a key that may push",
        ["api/v2/package"] = "publishing asks for its own key",
        ["api/v2/package/{id}/{version}"] = "publishing asks for its own key",
    };

    [Fact]
    public async Task No_route_shows_a_stranger_anything()
    {
        IReadOnlyList<RouteEndpoint> routes = await RouteTable.ReadAsync();
        await using Gallery gallery = await Gallery.StartAsync(new Dictionary<string, string?> { ["Torrone__Read"] = "members" });
        long person = await gallery.PersonAsync(Publisher);
        string key = await gallery.KeyAsync(person, ["push", "read"], ["*"]);
        using HttpResponseMessage pushed = await gallery.PushAsync(key, new PackageBuilder("Contoso.Secret").Readme("Contoso.Secret").Icon().LicenseFile().Build());
        Assert.Equal(HttpStatusCode.Created, pushed.StatusCode);
        using HttpClient stranger = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = gallery.Server.Address };

        List<string> walked = [];
        List<string> doors = [];
        foreach ((string method, RouteEndpoint route) in routes.SelectMany(r => Methods(r).Select(m => (m, r))))
        {
            string pattern = route.RoutePattern.RawText!.TrimStart('/');
            foreach (string path in Paths(route.RoutePattern))
            {
                // Once as a member, so that what is kept in memory is there when the stranger asks.
                if (method == "GET" && path.StartsWith("/v3", StringComparison.Ordinal))
                {
                    using HttpResponseMessage warm = await AskAsync(gallery.Server.Client, method, path, key);
                    Assert.NotEqual(HttpStatusCode.Unauthorized, warm.StatusCode);
                }

                using HttpResponseMessage answer = await AskAsync(stranger, method, path, null);
                string body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                walked.Add(pattern);
                if (!IsClosed(answer, path))
                {
                    doors.Add(pattern);
                }

                // Where one signs in, the address one came from is named.
                Assert.DoesNotContain("Contoso.Secret", pattern.StartsWith("error", StringComparison.Ordinal) ? "" : body, StringComparison.OrdinalIgnoreCase);
            }
        }

        Assert.Contains("v3/index.json", walked);
        Assert.Contains("packages/{id}/{version?}/{part:regex(^(dependencies|versions)$)?}", walked);
        Assert.Equal([], doors.Where(d => !Open.ContainsKey(d) && !Asset().IsMatch(d)).Distinct());
        Assert.Equal([], Open.Keys.Where(o => !walked.Contains(o, StringComparer.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("/v3/no/such/route")]
    [InlineData("/V3/Index.json")]
    [InlineData("/v3-flatcontainer/contoso.secret/1.0.0/no-such-file")]
    [InlineData("/symbols/a.pdb/0/a.pdb")]
    [InlineData("/feeds/main/v3/index.json")]
    [InlineData("/api/v2/Packages")]
    [InlineData("/metrics")]
    public async Task What_has_no_route_asks_for_credentials_as_well(string path)
    {
        await using Gallery gallery = await Gallery.StartAsync(new Dictionary<string, string?> { ["Torrone__Read"] = "members" });
        using HttpResponseMessage answer = await gallery.GetAsync(path);
        Assert.True(IsClosed(answer, path), $"{path}: {answer.StatusCode}");
    }

    private static bool IsClosed(HttpResponseMessage answer, string path) => answer.StatusCode switch
    {
        HttpStatusCode.Unauthorized => answer.Headers.WwwAuthenticate.Any(c => c.Scheme == "Basic"),
        HttpStatusCode.Redirect => !path.StartsWith("/v3", StringComparison.OrdinalIgnoreCase)
            && answer.Headers.Location!.OriginalString.StartsWith("/users/account/LogOn?returnUrl=", StringComparison.Ordinal),
        _ => false,
    };

    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, string method, string path, string? key)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Accept", "text/html, */*");
        if (key is not null)
        {
            request.Headers.Add("X-NuGet-ApiKey", key);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static IReadOnlyList<string> Methods(RouteEndpoint route) =>
        route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET", "POST"];

    // With the optional parts and without them.
    private static IEnumerable<string> Paths(RoutePattern pattern)
    {
        for (int optional = pattern.PathSegments.Count(s => s.Parts is [RoutePatternParameterPart { IsOptional: true }]); optional >= 0; optional--)
        {
            yield return "/" + string.Join('/', pattern.PathSegments.SkipLast(optional).Select(s => string.Concat(s.Parts.Select(p => Value(pattern, p)))));
        }
    }

    private static string Value(RoutePattern pattern, RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart { Name: "id" } => pattern.RawText!.Contains("v3", StringComparison.Ordinal) ? "contoso.secret" : "Contoso.Secret",
        RoutePatternParameterPart { Name: "version" or "lower" or "upper" } => "1.0.0",
        RoutePatternParameterPart { Name: "file" } => "contoso.secret.1.0.0.nupkg",
        RoutePatternParameterPart { Name: "owner" or "name" } => Publisher,
        RoutePatternParameterPart { Name: "status" } => "404",
        RoutePatternParameterPart { Name: "part" } => "versions",
        RoutePatternParameterPart { Name: "upload" } => new string('x', 22),
        _ => "x",
    };

    [GeneratedRegex("^(css|js|img)/")]
    private static partial Regex Asset();
}

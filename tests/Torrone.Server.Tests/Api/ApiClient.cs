using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Torrone.Testing;

namespace Torrone.Server.Tests.Api;

/// <summary>A program that calls the API, with a key, a session's cookies, or nothing.</summary>
public sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _root;
    private readonly string? _key;
    private readonly string? _token;

    private ApiClient(Uri server, string? key, CookieContainer? cookies, string? token)
    {
        _root = new Uri(server, "/api/v1/");
        _key = key;
        _token = token;
        _http = new HttpClient(new HttpClientHandler
        {
            CookieContainer = cookies ?? new CookieContainer(), AllowAutoRedirect = false, CheckCertificateRevocationList = true,
        });
    }

    public static ApiClient With(Uri server, string? key) => new(server, key, null, null);

    /// <summary>As the browser's session, with the request token of a page it has open.</summary>
    public static async Task<ApiClient> OfAsync(PageClient browser)
    {
        PageAnswer page = await browser.GetAsync("/account/apikeys/create");
        return new ApiClient(browser.Address, null, browser.Cookies,
            page.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value"));
    }

    /// <summary>The same session without the token, as another site's page would send it; with a key beside it when one is given.</summary>
    public static ApiClient Bare(PageClient browser, string? key = null) => new(browser.Address, key, browser.Cookies, null);

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public Task<ApiAnswer> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public Task<ApiAnswer> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, body);

    /// <summary>A body as it is, of any type.</summary>
    public async Task<ApiAnswer> PostTextAsync(string path, string text, string type)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(_root, path)) { Content = new StringContent(text, Encoding.UTF8) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await SendAsync(request);
    }

    public void Dispose() => _http.Dispose();

    private async Task<ApiAnswer> SendAsync(HttpMethod method, string path, object? body)
    {
        using HttpRequestMessage request = new(method, new Uri(_root, path));
        if (body is not null)
        {
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }

        return await SendAsync(request);
    }

    private async Task<ApiAnswer> SendAsync(HttpRequestMessage request)
    {
        if (_key is not null)
        {
            request.Headers.Add("X-NuGet-ApiKey", _key);
        }

        if (_token is not null)
        {
            request.Headers.Add("RequestVerificationToken", _token);
        }

        return await ApiAnswer.OfAsync(await _http.SendAsync(request));
    }
}

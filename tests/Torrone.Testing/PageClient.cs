using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Torrone.Testing;

/// <summary>
/// A person with a browser that has no script: keeps cookies, reads pages, fills in the forms that are really there (hidden fields and
/// tokens included), and follows redirects only when asked.
/// </summary>
public sealed class PageClient : IDisposable
{
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
    private readonly HttpClient _client;
    private readonly Uri _address;

    public PageClient(Uri address)
    {
        _address = address;
        _client = new HttpClient(_handler) { BaseAddress = address };
        _client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public Uri Address => _address;

    public CookieContainer Cookies => _handler.CookieContainer;

    /// <summary>Sent as the Host header with each request, as a stranger may; null is the server's own.</summary>
    public string? Host { get; set; }

    /// <summary>Reads a page. A redirect is an answer.</summary>
    public Task<PageAnswer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(_address, path)));

    /// <summary>Reads a page and goes on where it leads, at most five times.</summary>
    public async Task<PageAnswer> FollowAsync(string path)
    {
        PageAnswer answer = await GetAsync(path);
        for (int hops = 0; hops < 5 && answer.Location is { } next; hops++)
        {
            answer = await GetAsync(next);
        }

        return answer;
    }

    /// <summary>Opens the page, fills in the fields and sends the form that has them all (the last such form of the page).</summary>
    /// <param name="action">The end of the action of the form, or of one of its buttons, where several have the fields; or empty.</param>
    public async Task<PageAnswer> SubmitAsync(string path, IReadOnlyDictionary<string, string> fields, string action = "") =>
        await SubmitAsync(await FollowAsync(path), path, fields, action);

    /// <summary>Fills in and sends a form of a page that was read before.</summary>
    public async Task<PageAnswer> SubmitAsync(PageAnswer page, string path, IReadOnlyDictionary<string, string> fields, string action = "")
    {
        IHtmlFormElement form = page.Document.QuerySelectorAll<IHtmlFormElement>("main form").LastOrDefault(f => Fits(f, fields, action))
            ?? throw new InvalidOperationException($"{path} has no form with {string.Join(", ", fields.Keys)}:\n{page.MainText}");
        Dictionary<string, string> values = form.QuerySelectorAll<IHtmlInputElement>("input[name]")
            .Where(i => i.Type is not ("checkbox" or "radio") || i.IsChecked)
            .GroupBy(i => i.Name!).ToDictionary(g => g.Key, g => g.Last().Value);
        foreach (IHtmlTextAreaElement area in form.QuerySelectorAll<IHtmlTextAreaElement>("textarea[name]"))
        {
            values[area.Name!] = area.Value;
        }

        foreach ((string name, string value) in fields)
        {
            values[name] = value;
        }

        string? button = action.Length > 0 ? ButtonOf(form, action) : null;
        string target = button ?? (form.GetAttribute("action") is { Length: > 0 } to ? to : page.Path);
        return await PostAsync(target, values);
    }

    /// <summary>Sends a form as it is, whatever any page says. A name may come several times.</summary>
    public Task<PageAnswer> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> values) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(_address, path)) { Content = new FormUrlEncodedContent(values) });

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    // The address of a button that sends the form elsewhere than it says itself.
    private static string? ButtonOf(IHtmlFormElement form, string action) => form.QuerySelectorAll("button[formaction]")
        .Select(b => b.GetAttribute("formaction")!).FirstOrDefault(a => a.EndsWith(action, StringComparison.Ordinal));

    private static bool Fits(IHtmlFormElement form, IReadOnlyDictionary<string, string> fields, string action) =>
        form.Method == "post" && (action.Length == 0 || (form.GetAttribute("action") ?? "").EndsWith(action, StringComparison.Ordinal)
            || ButtonOf(form, action) is not null)
        && fields.Keys.All(name => form.QuerySelector($"[name='{name}']") is not null);

    private async Task<PageAnswer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            request.Headers.Host = Host;
            using HttpResponseMessage response = await _client.SendAsync(request);
            string html = await response.Content.ReadAsStringAsync();
            return new PageAnswer(
                request.RequestUri!.PathAndQuery,
                response.StatusCode,
                response.Headers.Location?.OriginalString,
                response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join("\n", h.Value), StringComparer.OrdinalIgnoreCase),
                html,
                new HtmlParser().ParseDocument(html));
        }
    }
}

/// <summary>What came back.</summary>
/// <param name="Path">What was asked for.</param>
/// <param name="Location">Where it leads, exactly as sent; null when nowhere.</param>
public sealed record PageAnswer(
    string Path, HttpStatusCode Status, string? Location, IReadOnlyDictionary<string, string> Headers, string Html, IHtmlDocument Document)
{
    /// <summary>The page's own words, without header and footer, blanks made single.</summary>
    public string MainText => string.Join(' ', (Document.QuerySelector("main")?.TextContent ?? Html).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The words of the error summary; empty when there is none.</summary>
    public string Errors => string.Join(' ', (Document.QuerySelector(".error-summary")?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

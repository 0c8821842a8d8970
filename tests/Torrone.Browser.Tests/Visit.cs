using Microsoft.Playwright;
using Torrone.Testing;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>One browser window with nothing of another's, which remembers everything the browser complained about.</summary>
public sealed class Visit : IAsyncDisposable
{
    public const string Pseudo = "qps-Ploc";

    private readonly IBrowserContext _context;
    private readonly ServerProcess _server;
    private readonly List<string> _complaints = [];

    private Visit(IBrowserContext context, IPage page, ServerProcess server)
    {
        (_context, _server) = (context, server);
        Page = page;
        page.Response += (_, answer) => Note(answer.Status >= 500, $"{answer.Status} from {answer.Url}");
        page.Console += (_, message) => Note(message.Type is "error" or "warning", $"{message.Type} on {page.Url}: {message.Text}");
        page.PageError += (_, error) => Note(true, $"script error on {page.Url}: {error}");
        page.RequestFailed += (_, request) => Note(request.Failure is not "net::ERR_ABORTED", $"request failed: {request.Url} {request.Failure}");
    }

    public IPage Page { get; }

    /// <summary>What the console, the policy and the network complained about.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_complaints)
            {
                return [.. _complaints];
            }
        }
    }

    public static async Task<Visit> StartAsync(Chromium chromium, ServerProcess server, VisitOptions? options = null)
    {
        options ??= new VisitOptions();
        IBrowserContext context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.Address.AbsoluteUri,
            ViewportSize = new ViewportSize { Width = options.Width, Height = options.Height },
            ColorScheme = options.Dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = options.Script,
            Locale = "en-US",
            StorageState = options.SignedIn,
            Permissions = ["clipboard-read", "clipboard-write"],
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(15_000);
        if (options.Language != "en")
        {
            await context.AddCookiesAsync([new Cookie
            {
                Name = "torrone.language", Value = Uri.EscapeDataString($"c={options.Language}|uic={options.Language}"), Url = server.Address.AbsoluteUri,
            }]);
        }

        return new Visit(context, await context.NewPageAsync(), server);
    }

    /// <summary>Opens a page and waits until it and its scripts are loaded.</summary>
    public async Task<IResponse> GoAsync(string path)
    {
        IResponse? answer = await Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        return answer ?? throw new InvalidOperationException($"{path} gave no answer.");
    }

    /// <summary>Signs in with the password of <see cref="Gallery"/>, by the page's own words.</summary>
    public async Task SignInAsync(string name)
    {
        await GoAsync("/users/account/LogOn?returnUrl=%2F");
        await Page.GetByLabel("User name or e-mail address").FillAsync(name);
        await Page.GetByLabel("Password").FillAsync(Gallery.Password);
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(Page).ToHaveURLAsync(new Uri(_server.Address, "/").AbsoluteUri);
    }

    /// <summary>The cookies of this window, for <see cref="VisitOptions.SignedIn"/> of another.</summary>
    public Task<string> CookiesAsync() => _context.StorageStateAsync();

    public async Task AssertNoComplaintsAsync()
    {
        if (Complaints.Count > 0)
        {
            // What the server has to say about it is a moment behind.
            await Task.Delay(300);
        }

        Assert.True(
            Complaints.Count == 0, $"{string.Join('\n', Complaints)}\nThe server says:\n{Tail(_server.Output)}");
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private static string Tail(string output) => output.Length <= 4000 ? output : output[^4000..];

    private void Note(bool isOne, string complaint)
    {
        if (isOne)
        {
            lock (_complaints)
            {
                _complaints.Add(complaint);
            }
        }
    }
}

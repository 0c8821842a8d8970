using Microsoft.Playwright;
using Torrone.Browser.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Torrone.Browser.Tests;

/// <summary>The system's own Chromium, started once for all tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        string program = Environment.GetEnvironmentVariable("TORRONE_CHROMIUM") is { Length: > 0 } set ? set : Program;
        if (!File.Exists(program))
        {
            throw new InvalidOperationException(
                $"There is no Chromium at {program}. Install it (Debian: apt-get install chromium), or name another one in TORRONE_CHROMIUM.");
        }

        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}

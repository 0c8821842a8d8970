using System.Text;
using Microsoft.Playwright;
using Torrone.Testing;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>A key is shown once: not on a reload, not on the way back, not anywhere else, ever.</summary>
public sealed class ShownOnceTests(Chromium chromium)
{
    private const string Name = "keeper";

    [Fact]
    public async Task A_reload_shows_no_secret_and_makes_no_second_key_and_the_secret_is_nowhere_else()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await server.AddUserAsync(Name);
        await using Visit visit = await Visit.StartAsync(chromium, server);
        IPage page = visit.Page;
        List<string> asked = [];
        int warnings = 0;
        page.Request += (_, request) => asked.Add(request.Url);
        page.Dialog += (_, dialog) =>
        {
            warnings += dialog.Type == "beforeunload" ? 1 : 0;
            _ = dialog.AcceptAsync();
        };
        await visit.SignInAsync(Name);
        string secret = await CreateAsync(visit);

        // Chromium warns only about pages that somebody has touched.
        await page.GetByRole(AriaRole.Heading, new() { Name = "Copy your key now" }).ClickAsync();
        await page.ReloadAsync();
        Assert.True(warnings > 0, "Leaving the page with an unstored key asks nobody.");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Already created" })).ToBeVisibleAsync();
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);
        await page.GoBackAsync();
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);

        await visit.GoAsync("/account/apikeys");
        await Assertions.Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(asked, address => address.Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain(secret, await visit.CookiesAsync(), StringComparison.Ordinal);
        Assert.Equal("[]", await page.EvaluateAsync<string>("JSON.stringify([...Object.values(localStorage), ...Object.values(sessionStorage)])"));
        ReceivedMail mail = await server.Mail.WaitForAsync(m => m.Subject.Contains("shown once", StringComparison.Ordinal));
        Assert.DoesNotContain(secret, mail.Text + mail.Html + mail.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, server.Output, StringComparison.Ordinal);
        Assert.Equal([], FilesWith(server.DataFolder, secret));
    }

    private static async Task<string> CreateAsync(Visit visit)
    {
        IPage page = visit.Page;
        await visit.GoAsync("/account/apikeys/create");
        await page.GetByLabel("Key name").FillAsync("shown once");
        await page.GetByRole(AriaRole.Group, new() { Name = "Select Scopes" }).GetByLabel("Push").CheckAsync();
        await page.GetByLabel("Glob pattern").FillAsync("*");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        return await page.GetByLabel("API key", new() { Exact = true }).TextContentAsync() ?? "";
    }

    private static IEnumerable<string> FilesWith(string folder, string secret)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(secret);
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file =>
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream memory = new();
            stream.CopyTo(memory);
            return memory.GetBuffer().AsSpan(0, (int)memory.Length).IndexOf(bytes) >= 0;
        })];
    }
}

using System.Net;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages.Reading;

/// <summary>The pages of a private gallery: a session opens them, a key does not, and nobody else learns what there is.</summary>
public sealed class PrivatePagesTests
{
    [Fact]
    public async Task A_person_signs_in_first_and_then_sees_the_page_that_was_asked_for()
    {
        await using ServerProcess server = await StartAsync();
        using PageClient browser = new(server.Address);
        PageAnswer asked = await browser.GetAsync("/packages/Contoso.Secret");
        Assert.Equal(HttpStatusCode.Redirect, asked.Status);
        Assert.Equal("/users/account/LogOn?returnUrl=%2Fpackages%2FContoso.Secret", asked.Location);

        PageAnswer signedIn = await browser.SubmitAsync(asked.Location!, new Dictionary<string, string>
        {
            ["Input.Name"] = "nougat", ["Input.Password"] = Torrone.Testing.Gallery.Password,
        });
        Assert.Equal("/packages/Contoso.Secret", signedIn.Location);
        PageAnswer page = await browser.GetAsync(signedIn.Location!);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Contoso.Secret", page.MainText, StringComparison.Ordinal);
        Assert.Matches("private|no-store", page.Headers["Cache-Control"]);
        Assert.Contains("Cookie", page.Headers["Vary"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/packages/No.Such.Package")).Status);
        PageAnswer icon = await browser.GetAsync("/packages/Contoso.Secret/1.0.0/icon");
        Assert.Equal(HttpStatusCode.OK, icon.Status);
        Assert.Equal(["max-age=86400", "private"], icon.Headers["Cache-Control"].Split(", ").Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/v3-flatcontainer/contoso.secret/index.json")).Status);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/packages")]
    [InlineData("/packages?q=secret")]
    [InlineData("/packages/Contoso.Secret")]
    [InlineData("/packages/No.Such.Package")]
    [InlineData("/packages/Contoso.Secret/1.0.0/icon")]
    [InlineData("/profiles/nougat")]
    [InlineData("/profiles/nobody")]
    [InlineData("/no/such/page")]
    public async Task Every_page_leads_a_stranger_to_the_sign_in_whether_it_is_there_or_not(string path)
    {
        await using ServerProcess server = await StartAsync();
        string key = await server.CreateKeyAsync("nougat", "read");
        foreach (string? shown in (string?[])[null, key])
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(server.Address, path));
            request.Headers.Accept.ParseAdd("text/html");
            if (shown is not null)
            {
                request.Headers.Add("X-NuGet-ApiKey", shown);
            }

            using HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
            using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.StartsWith("/users/account/LogOn", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_way_in_and_the_state_of_the_server_stay_open()
    {
        await using ServerProcess server = await StartAsync();
        using PageClient browser = new(server.Address);
        foreach (string path in (string[])["/users/account/LogOn", "/account/forgot", "/health/live", "/health/ready"])
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(path)).Status);
        }

        PageAnswer signIn = await browser.GetAsync("/users/account/LogOn");
        foreach (string asset in signIn.Document.QuerySelectorAll("link[rel=stylesheet], link[rel=icon]").Select(l => l.GetAttribute("href")!))
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(asset)).Status);
        }
    }

    [Fact]
    public async Task A_word_that_is_neither_everyone_nor_members_keeps_the_program_from_starting()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        CommandResult result = await server.CommandAsync(["verify", "--set", "Read=some"]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("Read", result.Error, StringComparison.Ordinal);
    }

    private static async Task<ServerProcess> StartAsync()
    {
        ServerProcess server = await ServerProcess.StartAsync(new Dictionary<string, string?> { ["Torrone__Read"] = "members" });
        await server.AddUserAsync("nougat");
        string key = await server.CreateKeyAsync("nougat");
        using HttpRequestMessage request = new(HttpMethod.Put, new Uri(server.Address, "/api/v2/package/"));
        request.Headers.Add("X-NuGet-ApiKey", key);
        using ByteArrayContent package = new(new PackageBuilder("Contoso.Secret").Icon().Build());
        request.Content = new MultipartFormDataContent { { package, "package", "package.nupkg" } };
        using HttpResponseMessage pushed = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, pushed.StatusCode);
        return server;
    }
}

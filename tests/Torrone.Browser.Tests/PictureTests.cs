using Microsoft.Playwright;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>
/// The pictures in the documents, taken from the real pages. ./test takes them beside the build; with TORRONE_PICTURES=1 they replace
/// those in docs/images.
/// </summary>
public sealed class PictureTests(Chromium chromium)
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("TORRONE_PICTURES") == "1"
        ? Repository.File("docs", "images") : Path.Combine(AppContext.BaseDirectory, "pictures");

    [Fact]
    public async Task The_pages_of_the_documents_can_be_pictured()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        await server.AddUserAsync("anna");
        (string Name, string Actions, string Glob, string Life)[] keys =
        [
            ("Build server", "push-version", "Contoso.*", "90d"), ("Laptop", "push,unlist", "Contoso.*,Fabrikam.Tools", "180d"),
            ("First release of Contoso.Grpc", "push", "Contoso.Grpc", "7d"),
        ];
        foreach ((string name, string actions, string glob, string life) in keys)
        {
            string key = (await server.CommandAsync(["keys", "create", "--user", "anna", "--name", name, "--actions", actions, "--glob", glob,
                "--expires", life])).Succeeded().Output.Trim();
            if (name == "Laptop")
            {
                await PushAsync(server, key, new PackageBuilder("Contoso.Json", "2.1.0").Description("Reads and writes JSON.").Framework("net8.0"));
            }
        }

        await using Visit visit = await Visit.StartAsync(chromium, server);
        await visit.SignInAsync("anna");
        await visit.GoAsync("/account/apikeys");
        string picture = Path.Combine(Directory.CreateDirectory(Folder).FullName, "api-keys.png");
        await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = picture, Animations = ScreenshotAnimations.Disabled });
        Assert.True(new FileInfo(picture).Length > 20_000, "The picture is empty.");
        await visit.AssertNoComplaintsAsync();
    }

    private static async Task PushAsync(ServerProcess server, string key, PackageBuilder package)
    {
        using HttpRequestMessage request = new(HttpMethod.Put, new Uri("/api/v2/package/", UriKind.Relative));
        request.Headers.Add("X-NuGet-ApiKey", key);
        request.Content = new ByteArrayContent(package.Build());
        using HttpResponseMessage answer = await server.Client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, answer.ReasonPhrase);
    }
}

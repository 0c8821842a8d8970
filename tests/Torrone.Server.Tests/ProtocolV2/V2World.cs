using System.Net;
using System.Xml.Linq;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.ProtocolV2;

/// <summary>A gallery as Chocolatey, PowerShellGet, nuget.exe and Renovate find it: stable, prerelease, unlisted and SemVer 2 versions.</summary>
public sealed class V2World : IAsyncLifetime
{
    public static readonly XNamespace A = "http://www.w3.org/2005/Atom";
    public static readonly XNamespace D = "http://schemas.microsoft.com/ado/2007/08/dataservices";
    public static readonly XNamespace M = "http://schemas.microsoft.com/ado/2007/08/dataservices/metadata";

    public Gallery Gallery { get; private set; } = null!;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Gallery = await Gallery.StartAsync();
        string key = await Gallery.KeyAsync(await Gallery.PersonAsync("ada"), ["push", "unlist"], ["*"]);
        foreach ((string id, string version) in ((string, string)[])[
            ("Git.Tools", "1.0.0"), ("Git.Tools", "1.1.0"), ("Git.Tools", "2.0.0-beta"), ("Git.Tools", "2.0.0-rc.1"), ("Git.Tools", "0.9.0"),
            ("Git.Only.Beta", "1.0.0-beta"), ("Hidden", "1.0.0"), ("Json.Kit", "1.0.0"), ("Json.Kit", "10.0.0"), ("Json.Kit", "9.0.0")])
        {
            using HttpResponseMessage pushed = await Gallery.PushAsync(key, new PackageBuilder(id, version).Description($"About {id}.").Build());
            Assert.Equal(HttpStatusCode.Created, pushed.StatusCode);
        }

        foreach ((string id, string version) in ((string, string)[])[("Git.Tools", "0.9.0"), ("Hidden", "1.0.0")])
        {
            using HttpResponseMessage unlisted = await Gallery.UnlistAsync(key, id, version);
            Assert.Equal(HttpStatusCode.NoContent, unlisted.StatusCode);
        }
    }

    public ValueTask DisposeAsync() => Gallery.DisposeAsync();

    public async Task<XElement> FeedAsync(string path)
    {
        using HttpResponseMessage answer = await Gallery.GetAsync(path);
        string text = await answer.Content.ReadAsStringAsync(Now);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {answer.ReasonPhrase}: {path}");
        return XDocument.Parse(text).Root!;
    }

    /// <summary>The entries as "Id Version", with spaces between.</summary>
    public async Task<string> NamesAsync(string path) => Names(await FeedAsync(path));

    public static string Names(XElement feed) => string.Join(", ", feed.Elements(A + "entry").Select(
        e => $"{e.Element(A + "title")!.Value} {e.Element(M + "properties")!.Element(D + "Version")!.Value}"));
}

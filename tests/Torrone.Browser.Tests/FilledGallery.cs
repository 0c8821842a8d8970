using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Playwright;
using Torrone.Server.Data;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>A gallery as it looks after a while: an administrator, a publisher with keys and packages, somebody who only looks.</summary>
public sealed class FilledGallery(Chromium chromium) : IAsyncLifetime
{
    public const string Publisher = "marcella";
    public const string Administrator = "the-administrator";

    public ServerProcess Server { get; private set; } = null!;

    public Chromium Chromium { get; } = chromium;

    /// <summary>What its pages have shown.</summary>
    public PageReports Reports => field ??= new PageReports(this);

    /// <summary>Cookies of the publisher, who is not an administrator.</summary>
    public string PublisherCookies { get; private set; } = "";

    public string AdministratorCookies { get; private set; } = "";

    /// <summary>Somebody with an authenticator app and a passkey.</summary>
    internal SecuredPerson Secured { get; private set; } = null!;

    public string Key { get; private set; } = "";

    /// <summary>The key of that name on the list page, as its address names it.</summary>
    public string KeyId { get; private set; } = "";

    /// <summary>A key with two secrets, as its address names it.</summary>
    public string RotatingKeyId { get; private set; } = "";

    /// <summary>A frozen key, as its address names it.</summary>
    public string FrozenKeyId { get; private set; } = "";

    /// <summary>A package that the publisher has uploaded and not yet published, as its address names it.</summary>
    public string UploadId { get; private set; } = "";

    /// <summary>Of an invitation to the publisher's organization that waits for whoever brings its link.</summary>
    public string InvitationToken { get; private set; } = "";

    /// <summary>A member of that organization beside the publisher, as addresses name the person.</summary>
    public string MemberId { get; private set; } = "";

    /// <summary>The publisher, as the addresses of Administration name people.</summary>
    public string PersonId { get; private set; } = "";

    /// <summary>Advisories that the administrator has uploaded and not yet imported, as their address names them.</summary>
    public string DraftId { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Server = await ServerProcess.StartAsync(new Dictionary<string, string?>
        {
            ["Torrone__PseudoLanguage"] = "true", ["Torrone__SignIn__contoso__Authority"] = "https://login.contoso.example",
            ["Torrone__SignIn__contoso__ClientId"] = "torrone", ["Torrone__SignIn__contoso__ClientSecret"] = "never used", ["Torrone__SignIn__contoso__Title"] = "Contoso",
        });
        await Server.AddUserAsync(Administrator, admin: true);
        await Server.AddUserAsync(Publisher);
        Key = await Server.CreateKeyAsync(Publisher);
        await Server.CreateKeyAsync(Publisher, "push-version", "Contoso.*,Fabrikam.A.Rather.Long.Id.That.Has.To.Wrap.Somewhere.On.A.Small.Screen.*");
        foreach (PackageBuilder package in Packages())
        {
            await PushAsync(package);
        }

        PublisherCookies = await SignInAsync(Publisher);
        AdministratorCookies = await SignInAsync(Administrator);
        Secured = await SecuredPerson.MakeAsync(this);
        KeyId = await KeyIdAsync("test push,unlist *");
        await FillKeysAsync();
        UploadId = await StageAsync();
        await OrganizeAsync();
        PersonId = await PersonIdAsync();
        DraftId = await AdviseAsync();
    }

    public Task<Visit> VisitAsync(VisitOptions? options = null) => Visit.StartAsync(Chromium, Server, options);

    public async Task PushAsync(PackageBuilder package, string? key = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Put, new Uri("/api/v2/package/", UriKind.Relative));
        request.Headers.Add("X-NuGet-ApiKey", key ?? Key);
        using ByteArrayContent content = new(package.Build());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Content = new MultipartFormDataContent { { content, "package", "package.nupkg" } };
        using HttpResponseMessage answer = await Server.Client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{package.Id}: {answer.ReasonPhrase}");
    }

    public ValueTask DisposeAsync() => Server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<string> SignInAsync(string name)
    {
        await using Visit visit = await VisitAsync();
        await visit.SignInAsync(name);
        return await visit.CookiesAsync();
    }

    /// <summary>Does to the rows what takes days or accidents to happen by itself.</summary>
    public async Task ExecuteAsync(string sql, object? values = null)
    {
        await using Database database = new(new SqliteEngine(Path.Combine(Server.DataFolder, "torrone.db")));
        await database.WriteAsync(write => write.ExecuteAsync(sql, values));
    }

    /// <summary>A key of the publisher as its address names it.</summary>
    public async Task<string> KeyIdAsync(string name)
    {
        await using Database database = new(new SqliteEngine(Path.Combine(Server.DataFolder, "torrone.db")));
        return await database.ReadAsync(read => read.ScalarAsync<string>("SELECT public_id FROM api_keys WHERE name = @name", new { name }))
            ?? throw new InvalidOperationException($"There is no key {name}.");
    }

    // Keys in the states that need a person, with uses in the last days.
    private async Task FillKeysAsync()
    {
        await Server.CreateKeyAsync(Publisher, "push", "Rotating.*");
        await Server.CreateKeyAsync(Publisher, "push", "Frozen.*");
        (RotatingKeyId, FrozenKeyId) = (await KeyIdAsync("test push Rotating.*"), await KeyIdAsync("test push Frozen.*"));
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await ExecuteAsync("UPDATE api_keys SET frozen_at = @now, frozen_reason = '14 new ids in 10 minutes' WHERE public_id = @FrozenKeyId", new { now, FrozenKeyId });
        await using Visit visit = await VisitAsync(new VisitOptions { SignedIn = PublisherCookies, Script = false });
        await visit.GoAsync($"/account/apikeys/{RotatingKeyId}/regenerate");
        await visit.Page.GetByLabel("Keep it for a while").CheckAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Regenerate" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Copy your key now" })).ToBeVisibleAsync();
    }

    private async Task OrganizeAsync()
    {
        using PageClient publisher = new(Server.Address);
        await publisher.SubmitAsync("/users/account/LogOn", new Dictionary<string, string> { ["Input.Name"] = Publisher, ["Input.Password"] = Gallery.Password });
        await publisher.SubmitAsync("/account/organizations/create", new Dictionary<string, string> { ["Input.Name"] = "contoso-team" });
        Uri named = await InviteAsync(publisher, Administrator);
        using PageClient member = new(Server.Address);
        await member.SubmitAsync("/users/account/LogOn", new Dictionary<string, string> { ["Input.Name"] = Administrator, ["Input.Password"] = Gallery.Password });
        await member.SubmitAsync(named.PathAndQuery, new Dictionary<string, string> { ["token"] = named.Query["?token=".Length..] }, "Accept");
        InvitationToken = (await InviteAsync(publisher, "somebody@example.test")).Query["?token=".Length..];
        PageAnswer members = await publisher.GetAsync("/organization/contoso-team/members");
        MemberId = members.Document.QuerySelector("a[href*='?remove=']")!.GetAttribute("href")!.Split('=')[^1];
    }

    private static async Task<Uri> InviteAsync(PageClient person, string who) => new((await person.SubmitAsync(
        "/organization/contoso-team/members", new Dictionary<string, string> { ["Input.Who"] = who }, "Invite")).Document.QuerySelector("main .code code")!.TextContent);

    private async Task<string> PersonIdAsync()
    {
        await using Visit visit = await VisitAsync(new VisitOptions { SignedIn = AdministratorCookies });
        await visit.GoAsync("/admin/users");
        string? address = await visit.Page.GetByRole(AriaRole.Link, new() { Name = Publisher, Exact = true }).GetAttributeAsync("href");
        return address!.Split('/')[^1];
    }

    private async Task<string> StageAsync()
    {
        await using Visit visit = await VisitAsync(new VisitOptions { SignedIn = PublisherCookies, Script = false });
        await visit.GoAsync("/packages/upload");
        await visit.Page.GetByLabel("Package file").SetInputFilesAsync(new FilePayload
        {
            Name = "Staged.nupkg", MimeType = "application/octet-stream", Buffer = new PackageBuilder("Contoso.Staged").Readme(Readme).Icon().Build(),
        });
        await visit.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Publish Contoso.Staged 1.0.0" })).ToBeVisibleAsync();
        return new Uri(visit.Page.Url).Segments[^1];
    }

    // Contoso.Json 1.0.0 is weak and deprecated, and one more file of advisories waits to be imported.
    private async Task<string> AdviseAsync()
    {
        string file = Path.Combine(Server.DataFolder, "advisories.json");
        await File.WriteAllTextAsync(file, Advisory);
        (await Server.CommandAsync(["advisories", "import", file])).Succeeded();
        using HttpRequestMessage deprecate = new(HttpMethod.Put, new Uri("/api/v2/package/Contoso.Json/deprecations", UriKind.Relative))
        {
            Content = new StringContent("""{"versions":["1.0.0"],"isLegacy":true,"isOther":true,"message":"Slow.","alternatePackageId":"Contoso.Text"}"""),
        };
        deprecate.Headers.Add("X-NuGet-ApiKey", Key);
        using HttpResponseMessage answer = await Server.Client.SendAsync(deprecate);
        Assert.True(answer.IsSuccessStatusCode, answer.ReasonPhrase);
        await using Visit visit = await VisitAsync(new VisitOptions { SignedIn = AdministratorCookies, Script = false });
        await visit.GoAsync("/admin/advisories");
        await visit.Page.GetByLabel("Files").SetInputFilesAsync(new FilePayload
        {
            Name = "more.json", MimeType = "application/json",
            Buffer = System.Text.Encoding.UTF8.GetBytes($"[{Advisory.Replace("GHSA-cont", "GHSA-more", StringComparison.Ordinal)},{{\"id\":\"no name\"}}]"),
        });
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Look into the files" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Import" })).ToBeVisibleAsync();
        return new Uri(visit.Page.Url).Segments[^1];
    }

    private const string Advisory = """
        {"id":"GHSA-cont-oso0-json","modified":"2026-02-03T04:05:06Z","aliases":["CVE-2026-1000"],"summary":"Contoso.Json trusts the length that a document gives of itself",
         "affected":[{"package":{"ecosystem":"NuGet","name":"Contoso.Json"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2.1.0"}]}]},
          {"package":{"ecosystem":"NuGet","name":"Fabrikam.A.Rather.Long.Id.That.Has.To.Wrap.Somewhere.On.A.Small.Screen.Because.It.Has.No.Blank"},"versions":["1.0.0","2.0.0"]}],
         "database_specific":{"severity":"CRITICAL"}}
        """;

    private static IEnumerable<PackageBuilder> Packages()
    {
        yield return new PackageBuilder("Contoso.Json", "1.0.0").Description("Reads and writes JSON.").LicenseExpression().Framework("net8.0");
        for (int minor = 1; minor < 30; minor++)
        {
            yield return new PackageBuilder("Contoso.Json", string.Create(CultureInfo.InvariantCulture, $"2.{minor}.0"))
                .Description("Reads and writes JSON, quickly and without surprises.").Authors("Contoso, Fabrikam").LicenseExpression("MIT OR Apache-2.0")
                .Metadata("tags", "json serializer contoso").Metadata("projectUrl", "https://contoso.example/json")
                .Metadata("releaseNotes", "Faster still.").Framework("net8.0").Framework("netstandard2.0")
                .Dependency("Contoso.Text", "[1.0.0, 2.0.0)", "net8.0").Dependency("Contoso.Text", "1.0.0", "netstandard2.0")
                .Dependency("Missing.Package", "3.1.4", "netstandard2.0").Icon().Readme(Readme);
        }

        yield return new PackageBuilder("Contoso.Text", "1.0.0-beta.1").Description("Text.").Framework("net8.0");
        yield return new PackageBuilder("Contoso.Text", "1.0.0").Description("Text.").Framework("net8.0").LicenseFile();
        yield return new PackageBuilder("Fabrikam.A.Rather.Long.Id.That.Has.To.Wrap.Somewhere.On.A.Small.Screen.Because.It.Has.No.Blank", "10.20.30-preview.4.with.a.long.label")
            .Description(string.Concat(Enumerable.Repeat("Averylongwordwithoutanyblank", 12))).Framework("net8.0");
        for (int i = 0; i < 25; i++)
        {
            yield return new PackageBuilder(string.Create(CultureInfo.InvariantCulture, $"Fabrikam.Part{i}")).Framework("net8.0");
        }
    }

    private const string Readme = """
        # Contoso.Json

        Reads and writes **JSON**. See [the guide](https://contoso.example/guide).

        | Method | Time | Allocated |
        |---|--:|--:|
        | Read | 1.2 µs | 0 B |
        | Write with a rather long name that needs a wide column to stand in one line | 1.4 µs | 24 B |

        ```csharp
        var value = Json.Read<Dictionary<string, IReadOnlyList<int>>>("{ \"a\": [1, 2, 3] }", new JsonReadOptions { AllowTrailingCommas = true });
        ```

        <script>alert('never')</script> <img src=x onerror=alert(1)>

        1. One
        2. Two
           - inner
        """;
}

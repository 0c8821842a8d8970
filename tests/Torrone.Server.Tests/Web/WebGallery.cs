using System.Net;
using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Web;

/// <summary>A gallery with a few packages of one person, shared by the tests of a class, which change nothing that the others look at.</summary>
public sealed class WebGallery : IAsyncLifetime
{
    public const string Owner = "ada";
    public const string Stranger = "brendan";
    public const string Password = "blue gopher sings at dawn";
    public const string Readme = "# Contoso.Json\n\nReads **JSON**. [Site](https://contoso.example/)\n\n<script>alert(1)</script>";

    /// <summary>A page of each kind; the package is Contoso.Json.</summary>
    public static IReadOnlyList<string> PublicPages { get; } =
    [
        "/", "/packages", "/packages?q=json", "/packages?q=jsno", "/packages?q=zzzzzz&type=Template&prerel=false&framework=net8.0",
        "/packages/Contoso.Json", "/packages/Contoso.Json/2.0.0/dependencies", "/packages/Contoso.Json/2.0.0/versions",
        "/packages/Contoso.Json/2.0.0/versions?all=true", "/packages/Contoso.Json/1.1.0", "/packages/Contoso.Json/3.0.0-rc.1",
        "/packages/Contoso.Json/2.0.0/report", "/packages/Contoso.Tool", "/profiles/ada", "/profiles/brendan", "/users/account/LogOn", "/error/403", "/error/404", "/error/429", "/error/500",
    ];

    /// <summary>Pages of the signed-in owner.</summary>
    public static IReadOnlyList<string> PrivatePages { get; } =
        ["/account/packages", "/account/packages/Contoso.Json", "/account/packages/Contoso.Json?unlist=2.0.0", "/packages/upload", "/packages/Contoso.Json"];

    public Gallery Gallery { get; private set; } = null!;

    public Uri Address => Gallery.Server.Address;

    public string Key { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Gallery = await Gallery.StartAsync(new Dictionary<string, string?>
        {
            ["Torrone__PseudoLanguage"] = "true", ["Torrone__MaxPackageMiB"] = "1", ["Torrone__Limits__SignInsPerTenMinutes"] = "0",
        });
        long owner = await AddAsync(Owner);
        await AddAsync(Stranger);
        Key = await Gallery.KeyAsync(owner, ["push", "unlist"], ["*"]);
        foreach (string version in (string[])["1.0.0", "1.1.0", "2.0.0", "3.0.0-rc.1"])
        {
            await PushAsync(Json(version));
        }

        await PushAsync(new PackageBuilder("Contoso.Tool").Type("DotnetTool").Framework("net8.0"));
        using HttpResponseMessage unlisted = await Gallery.UnlistAsync(Key, "Contoso.Json", "1.1.0");
        Assert.Equal(HttpStatusCode.NoContent, unlisted.StatusCode);
    }

    public ValueTask DisposeAsync() => Gallery.DisposeAsync();

    public PageClient Visitor() => new(Address);

    public async Task<PageClient> SignedInAsync(string name)
    {
        PageClient visitor = Visitor();
        PageAnswer answer = await visitor.SubmitAsync("/users/account/LogOn",
            new Dictionary<string, string> { ["Input.Name"] = name, ["Input.Password"] = Password });
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        return visitor;
    }

    public async Task PushAsync(PackageBuilder package)
    {
        using HttpResponseMessage answer = await Gallery.PushAsync(Key, package.Build());
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    public static PackageBuilder Json(string version, string id = "Contoso.Json") => new PackageBuilder(id, version)
        .Description("Reads and writes JSON.").Readme(Readme).Icon().LicenseFile("Do as you like.").Framework("net8.0")
        .Metadata("tags", "json reader").Metadata("projectUrl", "https://contoso.example/")
        .Dependency("Contoso.Tool", "[1.0.0, 2.0.0)", "net8.0").Dependency("Not.Here", "3.0.0", "net8.0").Dependency("Contoso.Tool", "1.0.0", "netstandard2.0");

    private async Task<long> AddAsync(string name)
    {
        CreateAccountAnswer answer = await Gallery.Get<CreateAccount>().RunAsync(
            new NewAccount(name, $"{name}@example.test", Password) { IsConfirmed = true }, Actor.CommandLine);
        return answer.Account!.PrincipalId;
    }
}

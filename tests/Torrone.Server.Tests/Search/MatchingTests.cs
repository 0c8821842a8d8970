using Xunit;

namespace Torrone.Server.Tests.Search;

public sealed class MatchingTests(MatchingTests.Packages packages) : IClassFixture<MatchingTests.Packages>
{
    private readonly SearchGallery _gallery = packages.Gallery;

    [Theory]
    [InlineData("json", "Newtonsoft.Json")]
    [InlineData("JSON", "Newtonsoft.Json")]
    [InlineData("newtonsoft.json", "Newtonsoft.Json")]
    [InlineData("newtonsoft json", "Newtonsoft.Json")]
    [InlineData("json newtonsoft", "Newtonsoft.Json")]
    [InlineData("newtonsoftjson", "Newtonsoft.Json")]
    [InlineData("newtonsoft-json", "Newtonsoft.Json")]
    [InlineData("NewtonJson", "Newtonsoft.Json")]
    [InlineData("newt", "Newtonsoft.Json")]
    [InlineData("n", "Newtonsoft.Json")]
    [InlineData("\"newtonsoft json\"", "Newtonsoft.Json")]
    [InlineData("popular framework", "Newtonsoft.Json")]
    [InlineData("serializer", "Newtonsoft.Json")]
    [InlineData("newton-king", "Newtonsoft.Json")]
    [InlineData("jamesnk", "Newtonsoft.Json")]
    [InlineData("framework core", "EntityFrameworkCore.Sqlite")]
    [InlineData("EntityFrame", "EntityFrameworkCore.Sqlite")]
    [InlineData("entity.framework", "EntityFrameworkCore.Sqlite")]
    [InlineData("mapper orm", "EntityFrameworkCore.Sqlite")]
    [InlineData("cafe", "Contoso.Cafe.Menu")]
    [InlineData("CAFÉ", "Contoso.Cafe.Menu")]
    [InlineData("grösse größe", null)]
    [InlineData("grosse", null)]
    [InlineData("größe", "Contoso.Cafe.Menu")]
    [InlineData("telemetry", "Contoso.Cafe.Menu")]
    [InlineData("本語", "Contoso.Cafe.Menu")]
    [InlineData("データ", "Contoso.Cafe.Menu")]
    [InlineData("語日", null)]
    [InlineData("json sqlite", null)]
    [InlineData("\"json newtonsoft\"", null)]
    [InlineData("\"newtonsoft jso\"", null)]
    [InlineData("r", "R")]
    [InlineData("c++", "EntityFrameworkCore.Sqlite")]
    public async Task Words_find_packages(string query, string? first)
    {
        Assert.Equal(first, (await _gallery.IdsAsync(query)).FirstOrDefault());
    }

    [Theory]
    [InlineData("packageid:newtonsoft.json", "Newtonsoft.Json")]
    [InlineData("PackageId:\"Newtonsoft.Json\"", "Newtonsoft.Json")]
    [InlineData("packageid:newtonsoft", "")]
    [InlineData("packageid:R packageid:contoso.other", "Contoso.Other,R")]
    [InlineData("id:soft", "Newtonsoft.Json")]
    [InlineData("id:o.c", "Contoso.Cafe.Menu")]
    [InlineData("owner:contoso", "Contoso.Cafe.Menu")]
    [InlineData("owner:Contoso-Labs", "Contoso.Other")]
    [InlineData("owner:con", "")]
    [InlineData("owner:labs", "")]
    [InlineData("owner:ann owner:jamesnk", "Newtonsoft.Json,Contoso.Cafe.Menu")]
    [InlineData("version:13.0.3", "Newtonsoft.Json")]
    [InlineData("version:13.0.3.0", "Newtonsoft.Json")]
    [InlineData("version:13.0", "")]
    [InlineData("title:menus", "Contoso.Cafe.Menu")]
    [InlineData("title:menu", "")]
    [InlineData("title:\"json net\"", "Newtonsoft.Json")]
    [InlineData("tag:serializer", "Newtonsoft.Json")]
    [InlineData("tags:serializer", "Newtonsoft.Json")]
    [InlineData("tags:popular", "")]
    [InlineData("author:james", "Newtonsoft.Json")]
    [InlineData("authors:\"james newton king\"", "Newtonsoft.Json")]
    [InlineData("description:popular", "Newtonsoft.Json")]
    [InlineData("description:mapper", "")]
    [InlineData("summary:mapper", "EntityFrameworkCore.Sqlite")]
    [InlineData("owner:contoso menu", "Contoso.Cafe.Menu")]
    [InlineData("owner:contoso json", "")]
    [InlineData("colour:blue json", "Newtonsoft.Json")]
    [InlineData("tag:!!", "")]
    public async Task Fields_narrow(string query, string expected)
    {
        Assert.Equal(expected, string.Join(',', await _gallery.IdsAsync(query)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("colour:blue")]
    [InlineData("id:")]
    public async Task Nothing_asked_is_everything_by_downloads(string? query)
    {
        Assert.Equal(
            ["Newtonsoft.Json", "EntityFrameworkCore.Sqlite", "Contoso.Other", "Contoso.Cafe.Menu", "R"], await _gallery.IdsAsync(query));
    }

    [Theory]
    [InlineData("???")]
    [InlineData("++ --")]
    [InlineData("\"*\"")]
    public async Task Signs_alone_find_nothing(string query)
    {
        Assert.Equal(0, (await _gallery.SearchAsync(query)).TotalHits);
    }

    /// <summary>Made once: these tests only read.</summary>
    public sealed class Packages : IAsyncLifetime
    {
        internal SearchGallery Gallery { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Gallery = await SearchGallery.CreateAsync();
            await Gallery.PushAsync("Newtonsoft.Json", "13.0.3", 5_000, m => m with
            {
                Title = "Json.NET", Description = "A popular high-performance framework", Tags = ["serializer"], Authors = "James Newton-King",
            }, ["jamesnk"]);
            await Gallery.PushAsync("EntityFrameworkCore.Sqlite", downloads: 900, with: m => m with { Description = "An ORM over sqlite", Summary = "Mapper" });
            await Gallery.PushAsync("Contoso.Café.Menu".Replace("é", "e", StringComparison.Ordinal), downloads: 10, with: m => m with
            {
                Title = "Café menus", Description = "日本語の説明です。データベース", Tags = ["Größe", "OpenTelemetry"],
            }, owners: ["contoso", "ann"]);
            await Gallery.PushAsync("Contoso.Other", downloads: 20, owners: ["contoso-labs"]);
            await Gallery.PushAsync("R");
        }

        public ValueTask DisposeAsync() => Gallery.DisposeAsync();
    }
}

using System.Net;
using AngleSharp.Dom;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Web;

/// <summary>/packages/{id}/{version?}/{part?}</summary>
public sealed class PackagePageTests(WebGallery web) : IClassFixture<WebGallery>
{
    [Fact]
    public async Task Without_a_version_it_shows_the_newest_stable_one()
    {
        PageAnswer page = await GetAsync("/packages/contoso.json");

        Assert.Equal("Contoso.Json 2.0.0", page.Document.QuerySelector("h1")!.TextContent.Trim());
        Assert.Contains("dotnet add package Contoso.Json --version 2.0.0", Commands(page));
        Assert.Contains("<PackageReference Include=\"Contoso.Json\" Version=\"2.0.0\" />", Commands(page));
        Assert.Contains("<PackageVersion Include=\"Contoso.Json\" Version=\"2.0.0\" />\n<PackageReference Include=\"Contoso.Json\" />", Commands(page));
        Assert.Contains("prerelease is ahead: 3.0.0-rc.1", page.MainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_is_found_however_it_is_written()
    {
        Assert.Equal("Contoso.Json 1.0.0", (await GetAsync("/packages/CONTOSO.JSON/1.0")).Document.QuerySelector("h1")!.TextContent.Trim());
        Assert.Equal("Contoso.Json 3.0.0-rc.1", (await GetAsync("/packages/Contoso.Json/3.0.0-RC.1")).Document.QuerySelector("h1")!.TextContent.Trim());
    }

    [Theory]
    [InlineData("/packages/Contoso.Json/9.9.9")]
    [InlineData("/packages/Contoso.Json/not-a-version")]
    [InlineData("/packages/Nobody.Has.This")]
    [InlineData("/packages/..%2f..%2fetc")]
    [InlineData("/packages/Contoso.Json/2.0.0/elsewhere")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        using PageClient visitor = web.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(path)).Status);
    }

    [Fact]
    public async Task The_readme_is_rendered_and_its_script_is_text()
    {
        PageAnswer page = await GetAsync("/packages/Contoso.Json/2.0.0");
        IElement readme = page.Document.QuerySelector("article.readme")!;

        Assert.Equal("JSON", readme.QuerySelector("strong")!.TextContent);
        Assert.Empty(readme.QuerySelectorAll("script"));
        Assert.Contains("<script>alert(1)</script>", readme.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dependencies_stand_by_framework_newest_first_and_link_to_what_is_here()
    {
        PageAnswer page = await GetAsync("/packages/Contoso.Json/2.0.0/dependencies");
        IElement[] groups = [.. page.Document.QuerySelectorAll("details.more").Where(d => d.QuerySelector("ul") is not null)];

        Assert.Equal([".NET 8.0", ".NET Standard 2.0"], groups.Select(g => g.QuerySelector("summary span")!.TextContent));
        Assert.Equal([true, false], groups.Select(g => g.HasAttribute("open")));
        Assert.Equal(["/packages/Contoso.Tool"], groups[0].QuerySelectorAll("a").Select(a => a.GetAttribute("href")!));
        Assert.Contains("≥ 1.0.0 < 2.0.0", groups[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Not.Here", groups[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_dependencies_are_said_to_be_none()
    {
        PageAnswer page = await GetAsync("/packages/Contoso.Tool/1.0.0/dependencies");

        Assert.Contains("No dependencies", page.MainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unlisted_version_is_shown_by_its_address_and_listed_for_its_owner_alone()
    {
        PageAnswer page = await GetAsync("/packages/Contoso.Json/1.1.0");
        Assert.Contains("This version is unlisted", page.MainText, StringComparison.Ordinal);

        Assert.DoesNotContain("1.1.0", (await GetAsync("/packages/Contoso.Json/2.0.0/versions?all=true")).MainText, StringComparison.Ordinal);
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        Assert.Contains("1.1.0 Unlisted", (await owner.GetAsync("/packages/Contoso.Json/2.0.0/versions?all=true")).MainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_are_the_newest_of_each_major_until_all_are_asked_for()
    {
        PageAnswer majors = await GetAsync("/packages/Contoso.Json/2.0.0/versions");
        PageAnswer all = await GetAsync("/packages/Contoso.Json/2.0.0/versions?all=true");

        Assert.Equal(["3.0.0-rc.1", "2.0.0", "1.0.0"], majors.Document.QuerySelectorAll("tbody td:first-child a").Select(a => a.TextContent));
        Assert.Equal(["3.0.0-rc.1", "2.0.0", "1.0.0"], all.Document.QuerySelectorAll("tbody td:first-child a").Select(a => a.TextContent));
    }

    [Fact]
    public async Task A_tool_is_installed_as_a_tool()
    {
        PageAnswer page = await GetAsync("/packages/Contoso.Tool");

        Assert.Equal("dotnet tool install --global Contoso.Tool --version 1.0.0", Commands(page)[0]);
        Assert.DoesNotContain(Commands(page), c => c.Contains("PackageReference", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_its_owner_is_offered_to_manage_it()
    {
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        using PageClient stranger = await web.SignedInAsync(WebGallery.Stranger);

        Assert.NotNull((await owner.GetAsync("/packages/Contoso.Json")).Document.QuerySelector("a[href='/account/packages/Contoso.Json']"));
        Assert.Null((await stranger.GetAsync("/packages/Contoso.Json")).Document.QuerySelector("a[href^='/account/packages/']"));
    }

    private static string[] Commands(PageAnswer page) => [.. page.Document.QuerySelectorAll(".ways code").Select(c => c.TextContent)];

    private async Task<PageAnswer> GetAsync(string path)
    {
        using PageClient visitor = web.Visitor();
        PageAnswer page = await visitor.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return page;
    }
}

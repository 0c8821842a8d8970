using Torrone.Fuzz.Tests.Running;
using Torrone.NuGet.Manifests;
using Torrone.Server.Search;
using Torrone.Testing;

namespace Torrone.Fuzz.Tests.Targets;

/// <summary>Queries to a real index: results, completions and suggestions. The first character decides what else is asked for.</summary>
internal sealed class SearchTarget : TextTarget
{
    private const int Packages = 6;

    private readonly TemporaryFolder folder = new();
    private readonly IndexFile file;
    private readonly SearchIndex index;

    public SearchTarget()
    {
        file = new IndexFile(folder.Under("search.db"));
        using (IndexWriter writer = new(file))
        {
            writer.Clear();
            writer.Put(Package("Newtonsoft.Json", "13.0.3", 0, 5_000, m => m with { Description = "json \u65E5\u672C\u8A9E \u00E9 \uD83D\uDE00", Tags = ["json", "fast"] }));
            writer.Put(Package("A1b2.C3", "1.0.0-rc.1", 3, 0, m => m));
            writer.Put(Package("Contoso.Templates", "2.0.0-beta", 1, 10, m => m with { PackageTypes = [new PackageType("Template")], Title = "Contoso \u0130" }));
            writer.Put(Package("dotnet-tool", "0.1.0", 0, 7, m => m with { PackageTypes = [new PackageType("DotnetTool")], Summary = "a tool" }));
            writer.Put(Package("EntityFrameworkCore", "9.0.0", 0, 99, m => m with { Authors = "Ada, Grace" }));
            writer.Put(Package("x", "1.0.0", 2, 1, m => m with { Description = new string('a', 4_000) }));
            writer.SetCursor(IndexCursor.Start);
            writer.Commit();
        }

        file.IsReady = true;
        index = new SearchIndex(file);
    }

    public override string Name => "search";

    public override int Longest => 1_000;

    public override int LeastTaken => 20;

    protected override IReadOnlyList<string> OwnWords =>
    [
        "packageid:", "id:", "owner:", "owners:", "version:", "title:", "tag:", "tags:", "author:", "authors:", "description:", "summary:", "unknown:", ":", "::", "\"", "\"\"", "json", "new",
        "Newtonsoft.Json", "NewtonJson", "EntityFramework", "contoso", "1.0.0", "13.0.3", "AND", "OR", "NOT", "NEAR", "NEAR(a b, 1)", "*", "^", "{id}", "(", ")", "+", "-", ";", "--", "fts",
        "a1", "1", "\u0130", "\u8A9E", "\u3042", "Ada", "jsno", "NewtonsoftJson", ".", "_", "++", "#", "C#",
    ];

    protected override IEnumerable<string> Texts =>
    [
        "json", "newtonsoft.json", "NewtonsoftJson", "id:json", "packageid:newtonsoft.json version:13.0.3", "owner:ann tags:fast", "\"json\" author:ada", "contoso beta", "", "  ",
        "title:\"contoso\"", "EntityFrameworkCore", "\u65E5\u672C", "description:json summary:tool", "unknown:x json", "a:b:c", "jsno", "C++", "\"unclosed json",
    ];

    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        folder.Dispose();
        base.Dispose(disposing);
    }

    protected override object? Run(string text)
    {
        var turn = text.Length == 0 ? 0 : text[0];
        SearchRequest request = new()
        {
            FeedId = 1,
            Query = text,
            Prerelease = turn % 2 == 0,
            SemVer2 = turn % 3 != 0,
            PackageType = turn % 11 == 0 ? text : null,
            Framework = turn % 13 == 0 ? text : null,
            Skip = turn % 17 == 0 ? 1 : 0,
        };
        var completed = index.AutocompleteIdsAsync(request).GetAwaiter().GetResult();
        var versions = turn % 5 == 0 ? index.AutocompleteVersionsAsync(1, text, true, true).GetAwaiter().GetResult() : null;
        var suggested = turn % 7 == 0 ? index.SuggestAsync(text).GetAwaiter().GetResult() : null;
        return (request, index.SearchAsync(request).GetAwaiter().GetResult(), completed, versions, suggested);
    }

    protected override string Judge(string text, object? result)
    {
        var (request, found, completed, versions, suggested) = ((SearchRequest, SearchResult, AutocompleteResult, AutocompleteResult?, string?))result!;
        Assert.InRange(found.TotalHits, 0, Packages);
        Assert.Equal(Math.Max(0, found.TotalHits - request.Skip), found.Items.Count);
        Assert.Equal(found.Items.Count, found.Items.Select(i => i.Item.Id.Lower).Distinct().Count());
        Assert.Equal(Math.Max(0, completed.TotalHits - request.Skip), completed.Matches.Count);
        Assert.True(request.Prerelease || !found.Items.Any(i => i.Item.Version.IsPrerelease));
        Assert.True(request.SemVer2 || !found.Items.Any(i => i.Item.Version.IsSemVer2));
        var query = SearchQuery.Parse(text);
        Assert.InRange(query.Words.Count + query.Fields.Sum(f => f.Value.Count), 0, SearchQuery.MaxTerms);
        var shape = $"{Math.Min(3, query.Words.Count)} {string.Join(',', query.Fields.Select(f => f.Key))} {query.Words.Any(w => w.Quoted)}";
        return $"{(found.Items.Count > 0 ? "ok" : "none")} {found.TotalHits} {(found.Items.Count > 0 ? found.Items[0].Item.Id : null)} {completed.TotalHits} {versions?.TotalHits} {suggested} {shape}";
    }

    private static IndexedPackage Package(string id, string version, int kind, long downloads, Func<PackageManifest, PackageManifest> with) => new()
    {
        FeedId = 1,
        LowerId = id.ToLowerInvariant(),
        Downloads = downloads,
        Entry = new PackageEntry
        {
            Id = id,
            Owners = ["ann", "contoso"],
            Versions = [new VersionEntry(version, version, kind, downloads)],
            Newest = [.. Enumerable.Range(0, SearchChannel.Count).Select(channel => new SearchChannel(channel).Shows(kind) ? 0 : -1)],
            Details = new() { [0] = new VersionDetails(with(new PackageManifest { Id = id, Version = version }), ["net8.0"], 1_000) },
        },
    };
}

using System.Net;
using System.Xml.Linq;
using Torrone.NuGet.Manifests;
using Torrone.Server.ProtocolV2;
using Xunit;
using static Torrone.Server.Tests.ProtocolV2.V2World;

namespace Torrone.Server.Tests.ProtocolV2;

/// <summary>Whoever follows the links to the next page sees every entry once, however many there are.</summary>
public sealed class PagingTests(PagingTests.Crowd crowd) : IClassFixture<PagingTests.Crowd>
{
    [Theory]
    [InlineData("Packages()?semVerLevel=2.0.0", Crowd.Packages + Crowd.MoreVersions)]
    [InlineData("Packages()?$top=250", 250)]
    [InlineData("Packages()?$filter=IsLatestVersion", Crowd.Packages)]
    [InlineData("Packages()?$filter=endswith(Id,'99')", 13)]
    [InlineData("FindPackagesById()?id='P0500'", Crowd.MoreVersions + 1)]
    [InlineData("FindPackagesById()?id='P0500'&$skip=10&$inlinecount=allpages", Crowd.MoreVersions - 9)]
    [InlineData("Search()?$filter=IsLatestVersion&$orderby=Id&searchTerm=''&includePrerelease=false", Crowd.Packages)]
    [InlineData("Search()?$filter=IsLatestVersion&searchTerm=''&includePrerelease=false&$top=130", 130)]
    public async Task Pages_neither_repeat_nor_leave_out(string query, int expected)
    {
        List<string> seen = [];
        string? next = "/api/v2/" + query;
        for (int page = 0; next is not null; page++)
        {
            Assert.True(page < 100, "The pages never end.");
            XElement feed = await crowd.World.FeedAsync(next);
            string[] entries = Names(feed).Split(", ", StringSplitOptions.RemoveEmptyEntries);
            Assert.True(entries.Length <= 100);
            seen.AddRange(entries);
            next = feed.Elements(A + "link").SingleOrDefault(l => l.Attribute("rel")!.Value == "next")?.Attribute("href")!.Value is { } href
                ? new Uri(href).PathAndQuery
                : null;
        }

        Assert.Equal(expected, seen.Count);
        Assert.Equal(expected, seen.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("Packages()/$count")]
    [InlineData("Packages()?$orderby=Published desc")]
    [InlineData("Packages()?$skip=1500")]
    [InlineData("Search()?searchTerm='p'&$orderby=Id&$filter=Listed")]
    public async Task What_would_look_at_too_much_is_refused_with_advice(string query)
    {
        using HttpResponseMessage answer = await crowd.World.Gallery.GetAsync("/api/v2/" + query);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("too many packages", answer.ReasonPhrase, StringComparison.Ordinal);
    }

    /// <summary>More packages than one request looks at, by rows: their files are never read.</summary>
    public sealed class Crowd : IAsyncLifetime
    {
        public const int Packages = PackageScan.Bound + 300;
        public const int MoreVersions = 250;

        public V2World World { get; } = new();

        private static CancellationToken Now => TestContext.Current.CancellationToken;

        public async ValueTask InitializeAsync()
        {
            await World.InitializeAsync();
            await World.Gallery.Database.WriteAsync(async write =>
            {
                await write.ExecuteAsync("UPDATE versions SET state = 'deleted'");
                for (int i = 0; i < Packages; i++)
                {
                    await AddAsync(write, $"P{i:0000}", "1.0.0");
                }

                for (int i = 0; i < MoreVersions; i++)
                {
                    await AddAsync(write, "P0500", $"2.0.0-b{i}");
                }
            }, Now);
            // The index learns of rows that no log told of when it is built anew.
            await World.Gallery.Server.StopAsync();
            foreach (string file in Directory.GetFiles(World.Gallery.Server.DataFolder, "search.db*"))
            {
                File.Delete(file);
            }

            await World.Gallery.Server.StartAgainAsync();
            await World.Gallery.Server.WaitUntilReadyAsync();
        }

        public ValueTask DisposeAsync() => World.DisposeAsync();

        private static async Task AddAsync(Server.Data.WriteTransaction write, string id, string version)
        {
            var values = new
            {
                id, lower = id.ToLowerInvariant(), version, pre = version.Contains('-', StringComparison.Ordinal) ? 1 : 0,
                manifest = ManifestJson.Serialize(new PackageManifest { Id = id, Version = version, Authors = "Ada", Description = "D" }),
            };
            await write.ExecuteAsync(
                "INSERT INTO packages (feed_id, lower_id, display_id, created_at) SELECT id, @lower, @id, 0 FROM feeds WHERE lower_name = 'main' ON CONFLICT DO NOTHING", values);
            await write.ExecuteAsync(
                """
                INSERT INTO versions (package_id, lower_version, normalized, original, prerelease, semver2, listed, state, origin, manifest, size,
                    hash_pushed, hash_served, blob_hash, first_published_at, received_at, changed_at)
                SELECT p.id, @version, @version, @version, @pre, 0, 1, 'available', 'pushed', @manifest, 1, v.hash_pushed, v.hash_served, v.blob_hash, 1, 1, 1
                FROM packages p, versions v WHERE p.lower_id = @lower AND v.id = (SELECT min(id) FROM versions)
                """, values);
        }
    }
}

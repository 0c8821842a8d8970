using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.ProtocolV3;

/// <summary>A package of 3,000 versions: its pages are right, its index is small, and a push touches the pages that it must and no others.</summary>
public sealed class ManyVersionsTests
{
    private const int Versions = 3_000;
    private const string Hive = "/v3/registration-gz-semver2/contoso.many/";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_thousand_versions_are_told_in_pages_and_a_push_changes_the_last_one()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        string key = await gallery.KeyAsync(await gallery.PersonAsync("ada"), ["push", "unlist"], ["*"]);
        string description = string.Concat(Enumerable.Range(0, 200).Select(i => $"A sentence of many, number {i}. "))[..4000];
        await PushAsync(gallery, key, new PackageBuilder("Contoso.Many", "1.0.0").Description(description));
        await CopyAsync(gallery);

        using HttpResponseMessage packed = await SendAsync(gallery, Hive + "index.json", "gzip");
        Assert.InRange(packed.Content.Headers.ContentLength!.Value, 1, 100 << 10);
        JsonElement[] pages = await PagesAsync(gallery);
        Assert.Equal((Versions + 63) / 64, pages.Length);
        Assert.All(pages, p => Assert.False(p.TryGetProperty("items", out _)));
        string[] all = await WalkAsync(gallery, pages);
        Assert.Equal(Enumerable.Range(0, Versions).Select(i => $"1.{i}.0"), all);
        Assert.Equal(Versions, (await JsonAsync(gallery, "/v3-flatcontainer/contoso.many/index.json")).GetProperty("versions").GetArrayLength());

        // The next version stands on the last page. Every other page stays as it is in memory: what was changed behind the gallery's back
        // would show in a page that is rendered again.
        Dictionary<string, string> before = await TagsAsync(gallery, pages);
        await gallery.ExecuteAsync("UPDATE versions SET listed = 0 WHERE lower_version = '1.200.0'");
        await PushAsync(gallery, key, new PackageBuilder("Contoso.Many", $"1.{Versions}.0"));
        JsonElement[] after = await PagesAsync(gallery);
        Dictionary<string, string> tags = await TagsAsync(gallery, after);
        Assert.Equal(before.SkipLast(1), tags.SkipLast(1));
        Assert.Equal($"1.{Versions}.0", (await WalkAsync(gallery, after[^1..]))[^1]);

        await gallery.ExecuteAsync("UPDATE versions SET listed = 1 WHERE lower_version = '1.200.0'");

        // A version that is unlisted changes its own page in place.
        using HttpResponseMessage unlisted = await gallery.UnlistAsync(key, "Contoso.Many", "1.70.0");
        Assert.Equal(HttpStatusCode.NoContent, unlisted.StatusCode);
        Dictionary<string, string> last = await TagsAsync(gallery, await PagesAsync(gallery));
        Assert.Equal([tags.Keys.ElementAt(1)], last.Where(t => tags[t.Key] != t.Value).Select(t => t.Key));
    }

    private static async Task<JsonElement[]> PagesAsync(Gallery gallery) =>
        [.. (await JsonAsync(gallery, Hive + "index.json")).GetProperty("items").EnumerateArray()];

    // As a client reads them: bounds, parents and counts are what the index said.
    private static async Task<string[]> WalkAsync(Gallery gallery, JsonElement[] pages)
    {
        List<string> all = [];
        foreach (JsonElement page in pages)
        {
            JsonElement fetched = await JsonAsync(gallery, Path(page));
            string[] versions = [.. fetched.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("catalogEntry").GetProperty("version").GetString()!)];
            Assert.Equal((page.GetProperty("lower").GetString(), page.GetProperty("upper").GetString()), (versions[0], versions[^1]));
            Assert.Equal(page.GetProperty("count").GetInt32(), versions.Length);
            Assert.Equal(page.GetProperty("@id").GetString(), fetched.GetProperty("@id").GetString());
            Assert.EndsWith(Hive + "index.json", fetched.GetProperty("parent").GetString(), StringComparison.Ordinal);
            all.AddRange(versions);
        }

        return [.. all];
    }

    private static async Task<Dictionary<string, string>> TagsAsync(Gallery gallery, JsonElement[] pages)
    {
        Dictionary<string, string> tags = [];
        foreach (string path in pages.Select(Path))
        {
            using HttpResponseMessage answer = await SendAsync(gallery, path, "gzip");
            tags.Add(path, answer.Headers.ETag!.ToString());
        }

        return tags;
    }

    // Real rows, made from the one that was pushed: three thousand pushes would be the push's test.
    private static Task CopyAsync(Gallery gallery) => gallery.Database.WriteAsync(async write =>
    {
        for (int i = 1; i < Versions; i++)
        {
            await write.ExecuteAsync(
                """
                INSERT INTO versions (package_id, lower_version, normalized, original, prerelease, semver2, listed, state, origin, manifest, size,
                    hash_pushed, hash_served, blob_hash, first_published_at, received_at, changed_at)
                SELECT package_id, @version, @version, @version, prerelease, semver2, listed, state, origin, manifest, size,
                    hash_pushed, hash_served, blob_hash, first_published_at, received_at, changed_at FROM versions WHERE lower_version = '1.0.0'
                """, new { version = $"1.{i}.0" });
        }
    }, Now);

    private static async Task PushAsync(Gallery gallery, string key, PackageBuilder package)
    {
        using HttpResponseMessage answer = await gallery.PushAsync(key, package.Build());
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(Gallery gallery, string path, string accept)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(gallery.Server.Address, path));
        request.Headers.AcceptEncoding.ParseAdd(accept);
        HttpResponseMessage answer = await gallery.Server.Client.SendAsync(request, Now);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer;
    }

    private static Task<JsonElement> JsonAsync(Gallery gallery, string path) =>
        gallery.Server.Client.GetFromJsonAsync<JsonElement>(new Uri(gallery.Server.Address, path), Now);

    private static string Path(JsonElement page) => new Uri(page.GetProperty("@id").GetString()!).AbsolutePath;
}

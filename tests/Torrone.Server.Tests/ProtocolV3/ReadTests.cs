using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.ProtocolV3;

/// <summary>What every read promises: tags, conditions, HEAD, ranges, encodings, and headers that protect a browser; the first time and from memory.</summary>
public sealed class ReadTests(ReadTests.World world) : IClassFixture<ReadTests.World>
{
    private const string Package = "/v3-flatcontainer/contoso/1.0.0/contoso.1.0.0.nupkg";
    private const string Large = "/v3-flatcontainer/contoso.large/1.0.0/contoso.large.1.0.0.nupkg";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v3/index.json", "application/json", "no-cache", false)]
    [InlineData("/v3-flatcontainer/contoso/index.json", "application/json", "no-cache", false)]
    [InlineData("/v3/registration-gz-semver2/contoso/index.json", "application/json", "no-cache", false)]
    [InlineData("/v3/registration/contoso/1.0.0.json", "application/json", "no-cache", false)]
    [InlineData(Package, "application/octet-stream", "immutable", true)]
    [InlineData(Large, "application/octet-stream", "immutable", true)]
    [InlineData("/v3-flatcontainer/contoso/1.0.0/contoso.nuspec", "text/xml", "immutable", true)]
    [InlineData("/v3-flatcontainer/contoso/1.0.0/readme", "text/plain", "immutable", true)]
    [InlineData("/v3-flatcontainer/contoso/1.0.0/icon", "image/png", "immutable", true)]
    [InlineData("/v3-flatcontainer/contoso/1.0.0/license", "text/plain", "immutable", true)]
    public async Task A_document_is_the_same_from_memory_and_answers_conditions_and_HEAD(string path, string type, string cache, bool sandboxed)
    {
        byte[]? first = null;
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage answer = await Send(HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
            Assert.Contains(cache, answer.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal(sandboxed, answer.Headers.TryGetValues("Content-Security-Policy", out var policy) && policy.Single().StartsWith("sandbox", StringComparison.Ordinal));
            byte[] body = await answer.Content.ReadAsByteArrayAsync(Now);
            Assert.Equal(body.Length, answer.Content.Headers.ContentLength);
            Assert.Equal(first ?? body, body);
            first = body;

            string tag = answer.Headers.ETag!.ToString();
            using HttpResponseMessage same = await Send(HttpMethod.Get, path, r => r.Headers.TryAddWithoutValidation("If-None-Match", $"\"other\", {tag}"));
            Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
            Assert.Equal(tag, same.Headers.ETag!.ToString());
            Assert.Empty(await same.Content.ReadAsByteArrayAsync(Now));
            using HttpResponseMessage changed = await Send(HttpMethod.Get, path, r => r.Headers.TryAddWithoutValidation("If-None-Match", "\"other\""));
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);

            // A tag names one encoding's bytes: whoever has the compressed ones does not have these.
            using HttpResponseMessage other = await Send(HttpMethod.Get, path, r => r.Headers.TryAddWithoutValidation("If-None-Match", tag.Insert(tag.Length - 1, "-gz")));
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);

            using HttpResponseMessage head = await Send(HttpMethod.Head, path);
            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
            Assert.Equal(body.Length, head.Content.Headers.ContentLength);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(Now));
        }
    }

    [Fact]
    public async Task Every_spelling_of_an_address_is_the_one_document_in_memory()
    {
        const string path = "/v3-flatcontainer/contoso.spelled/1.0.0/";
        (await world.Gallery.PushAsync(world.Key, new PackageBuilder("Contoso.Spelled", "1.0.0").Build())).EnsureSuccessStatusCode();
        using HttpResponseMessage first = await Send(HttpMethod.Get, path + "contoso.spelled.nuspec");
        first.EnsureSuccessStatusCode();
        // Without its bytes the package can only be answered from memory.
        byte[] blob = Assert.Single(await world.Gallery.RowsAsync<byte[]>(
            "SELECT v.blob_hash FROM versions v JOIN packages p ON p.id = v.package_id WHERE p.lower_id = 'contoso.spelled'"));
        string hash = Convert.ToHexStringLower(blob);
        File.Delete(Path.Combine(world.Gallery.Server.DataFolder, "blobs", hash[..2], hash[2..4], hash));
        foreach (string other in (string[])[path + "CONTOSO.Spelled.NUSPEC", "/v3-FlatContainer/CONTOSO.SPELLED/1.0/contoso.spelled.nuspec"])
        {
            using HttpResponseMessage again = await Send(HttpMethod.Get, other);
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
            Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        }
    }

    [Theory]
    [InlineData("/v3-flatcontainer/nothing.here/index.json")]
    [InlineData("/v3/registration/nothing.here/index.json")]
    [InlineData("/v3-flatcontainer/contoso/1.0.0/other.file")]
    public async Task What_is_missing_is_asked_for_again(string path)
    {
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage answer = await Send(HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl?.NoCache);
        }
    }

    [Theory]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("br;q=0.5, gzip", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    public async Task An_encoding_is_sent_to_who_accepts_it_and_has_its_own_tag(string accept, string coding)
    {
        const string path = "/v3/registration-gz/contoso/index.json";
        using HttpResponseMessage plain = await Send(HttpMethod.Get, path, r => r.Headers.AcceptEncoding.ParseAdd("gzip;q=0"));
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        byte[] expected = await plain.Content.ReadAsByteArrayAsync(Now);
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage packed = await Send(HttpMethod.Get, path, r => r.Headers.AcceptEncoding.ParseAdd(accept));
            Assert.Equal(coding, Assert.Single(packed.Content.Headers.ContentEncoding));
            Assert.Contains("Accept-Encoding", packed.Headers.Vary);
            Assert.Contains("Accept-Encoding", plain.Headers.Vary);
            Assert.NotEqual(plain.Headers.ETag, packed.Headers.ETag);
            await using Stream bytes = await packed.Content.ReadAsStreamAsync(Now);
            await using Stream unpacked = coding == "br"
                ? new BrotliStream(bytes, CompressionMode.Decompress)
                : new GZipStream(bytes, CompressionMode.Decompress);
            using MemoryStream memory = new();
            await unpacked.CopyToAsync(memory, Now);
            Assert.Equal(expected, memory.ToArray());
            Assert.True(packed.Content.Headers.ContentLength < expected.Length);

            using HttpResponseMessage head = await Send(HttpMethod.Head, path, r => r.Headers.AcceptEncoding.ParseAdd(accept));
            Assert.Equal(packed.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
            Assert.Equal(coding, Assert.Single(head.Content.Headers.ContentEncoding));
            using HttpResponseMessage same = await Send(HttpMethod.Get, path, r =>
            {
                r.Headers.AcceptEncoding.ParseAdd(accept);
                r.Headers.IfNoneMatch.Add(packed.Headers.ETag!);
            });
            Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
            Assert.Contains("Accept-Encoding", same.Headers.Vary);
            // Whoever has the packed bytes does not have the plain ones.
            using HttpResponseMessage other = await Send(HttpMethod.Get, path, r => r.Headers.IfNoneMatch.Add(packed.Headers.ETag!));
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        }
    }

    [Theory]
    [InlineData(Package)]
    [InlineData(Large)]
    public async Task A_package_is_never_packed_again(string path)
    {
        using HttpResponseMessage answer = await Send(HttpMethod.Get, path, r => r.Headers.AcceptEncoding.ParseAdd("gzip, br"));
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Empty(answer.Headers.Vary);
    }

    [Theory]
    [InlineData(Package)]
    [InlineData(Large)]
    public async Task A_range_of_a_package_is_that_range(string path)
    {
        byte[] whole = await world.Gallery.Server.Client.GetByteArrayAsync(new Uri(world.Gallery.Server.Address, path), Now);
        using HttpResponseMessage part = await Send(HttpMethod.Get, path, r => r.Headers.Range = new RangeHeaderValue(100, 199));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(whole[100..200], await part.Content.ReadAsByteArrayAsync(Now));
        using HttpResponseMessage beyond = await Send(HttpMethod.Get, path, r => r.Headers.Range = new RangeHeaderValue(whole.Length, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        Assert.Equal(whole.Length, beyond.Content.Headers.ContentRange?.Length);

        // The end of the file, where a package's directory is.
        using HttpResponseMessage end = await Send(HttpMethod.Get, path, r => r.Headers.Range = new RangeHeaderValue(null, 22));
        Assert.Equal(HttpStatusCode.PartialContent, end.StatusCode);
        Assert.Equal(whole[^22..], await end.Content.ReadAsByteArrayAsync(Now));

        // What broke off goes on only where the bytes are still the same ones.
        foreach ((EntityTagHeaderValue tag, HttpStatusCode status) in ((EntityTagHeaderValue, HttpStatusCode)[])
            [(part.Headers.ETag!, HttpStatusCode.PartialContent), (new EntityTagHeaderValue("\"other\""), HttpStatusCode.OK)])
        {
            using HttpResponseMessage on = await Send(HttpMethod.Get, path, r =>
            {
                r.Headers.Range = new RangeHeaderValue(100, null);
                r.Headers.IfRange = new RangeConditionHeaderValue(tag);
            });
            Assert.Equal(status, on.StatusCode);
            Assert.Equal(status == HttpStatusCode.OK ? whole : whole[100..], await on.Content.ReadAsByteArrayAsync(Now));
        }

        using HttpResponseMessage head = await Send(HttpMethod.Head, path, r => r.Headers.Range = new RangeHeaderValue(100, 199));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(whole.Length, head.Content.Headers.ContentLength);
        Assert.Equal("bytes", Assert.Single(head.Headers.AcceptRanges));
    }

    [Fact]
    public async Task SemVer_2_versions_are_kept_from_old_hives()
    {
        Assert.Equal(["1.0.0", "2.0.0-beta.1"], await Versions("registration-gz-semver2"));
        Assert.Equal(["1.0.0"], await Versions("registration-gz"));
        Assert.Equal(["1.0.0"], await Versions("registration"));
        using HttpResponseMessage hidden = await Send(HttpMethod.Get, "/v3/registration/contoso/2.0.0-beta.1.json");
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
    }

    [Fact]
    public async Task Two_hundred_versions_come_in_pages_of_64_with_right_bounds()
    {
        JsonElement index = await Json("/v3/registration-gz-semver2/contoso.many/index.json");
        JsonElement[] pages = [.. index.GetProperty("items").EnumerateArray()];
        Assert.Equal([64, 64, 64, 8], pages.Select(p => p.GetProperty("count").GetInt32()));
        List<string> all = [];
        foreach (JsonElement page in pages)
        {
            Assert.False(page.TryGetProperty("items", out _));
            JsonElement fetched = await Json(new Uri(page.GetProperty("@id").GetString()!).AbsolutePath);
            string[] versions = [.. fetched.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("catalogEntry").GetProperty("version").GetString()!)];
            Assert.Equal(page.GetProperty("lower").GetString(), versions[0]);
            Assert.Equal(page.GetProperty("upper").GetString(), versions[^1]);
            all.AddRange(versions);
        }

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"1.0.{i}"), all);
    }

    [Theory]
    [InlineData("/v3-flatcontainer/nothing/index.json")]
    [InlineData("/v3-flatcontainer/contoso/9.0.0/contoso.9.0.0.nupkg")]
    [InlineData("/v3-flatcontainer/contoso/1.0.0/other.1.0.0.nupkg")]
    [InlineData("/v3-flatcontainer/contoso/1.0.0/..%2f..%2fmaster.key")]
    [InlineData("/v3-flatcontainer/a%20b/index.json")]
    [InlineData("/v3/registration/nothing/index.json")]
    [InlineData("/v3/registration/contoso/page/1.0.0/0.1.0.json")]
    public async Task What_is_not_there_is_404_twice(string path)
    {
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage answer = await Send(HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Downloads_are_counted_also_from_memory_and_neither_HEAD_nor_ranges_count()
    {
        const string path = "/v3-flatcontainer/contoso.counted/1.0.0/contoso.counted.1.0.0.nupkg";
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage whole = await Send(HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        }

        using (await Send(HttpMethod.Head, path))
        using (await Send(HttpMethod.Get, path, r => r.Headers.Range = new RangeHeaderValue(0, 9)))
        // A program that asks for everything by a range has everything.
        using (HttpResponseMessage everything = await Send(HttpMethod.Get, path, r => r.Headers.Range = new RangeHeaderValue(0, null)))
        {
            Assert.Equal(HttpStatusCode.PartialContent, everything.StatusCode);
        }

        const string sql = "SELECT v.downloads || ' ' || p.downloads || ' ' || (SELECT sum(count) FROM downloads d WHERE d.version_id = v.id) FROM versions v JOIN packages p ON p.id = v.package_id WHERE p.lower_id = 'contoso.counted'";
        for (int i = 0; i < 150 && (await world.Gallery.RowsAsync<string?>(sql)).Single() != "4 4 4"; i++)
        {
            await Task.Delay(100, Now);
        }

        Assert.Equal("4 4 4", Assert.Single(await world.Gallery.RowsAsync<string?>(sql)));
    }

    private async Task<string[]> Versions(string hive) => [.. (await Json($"/v3/{hive}/contoso/index.json")).GetProperty("items")[0].GetProperty("items")
        .EnumerateArray().Select(i => i.GetProperty("catalogEntry").GetProperty("version").GetString()!)];

    private Task<JsonElement> Json(string path) => world.Gallery.Server.Client.GetFromJsonAsync<JsonElement>(new Uri(world.Gallery.Server.Address, path), Now);

    private Task<HttpResponseMessage> Send(HttpMethod method, string path, Action<HttpRequestMessage>? change = null)
    {
        HttpRequestMessage request = new(method, new Uri(world.Gallery.Server.Address, path));
        change?.Invoke(request);
        return world.Gallery.Server.Client.SendAsync(request, Now);
    }

    public sealed class World : IAsyncLifetime
    {
        public Gallery Gallery { get; private set; } = null!;

        public string Key { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Gallery = await Gallery.StartAsync();
            Key = await Gallery.KeyAsync(await Gallery.PersonAsync("alice"), ["push"], ["*"]);
            byte[][] packages =
            [
                new PackageBuilder("Contoso", "1.0.0").Readme("# Hello").Icon().LicenseFile("Free.").Entry("data.txt", new string('x', 5000)).Build(),
                new PackageBuilder("Contoso", "2.0.0-beta.1").Build(),
                new PackageBuilder("Contoso.Large", "1.0.0").Uncompressed().Entry("data.bin", new byte[3 << 20]).Build(),
                new PackageBuilder("Contoso.Counted", "1.0.0").Build(),
                .. Enumerable.Range(0, 200).Select(i => new PackageBuilder("Contoso.Many", $"1.0.{i}").Build()),
            ];
            foreach (byte[] package in packages)
            {
                using HttpResponseMessage answer = await Gallery.PushAsync(Key, package);
                answer.EnsureSuccessStatusCode();
            }
        }

        public ValueTask DisposeAsync() => Gallery.DisposeAsync();
    }
}

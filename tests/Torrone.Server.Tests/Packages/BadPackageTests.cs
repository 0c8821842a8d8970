using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages;

/// <summary>Bad packages over the wire: each gets its own sentence and leaves nothing behind.</summary>
public sealed class BadPackageTests(BadPackageTests.World world) : IClassFixture<BadPackageTests.World>
{
    public static TheoryData<string> Cases => [.. Bad.Keys];

    private static Dictionary<string, Func<byte[]>> Bad { get; } = new()
    {
        ["random bytes"] = () => [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7919 >> 3))],
        ["empty"] = () => [],
        ["truncated"] = () => Good()[..^40],
        ["cut in half"] = () => Good()[..(Good().Length / 2)],
        ["no nuspec"] = () => Zip(("readme.txt", "x"u8.ToArray())),
        ["two nuspecs"] = () => new PackageBuilder("Bad", "1.0.0").Entry("Other.nuspec", "<package/>").Build(),
        ["bad id"] = () => new PackageBuilder("Bad Id!", "1.0.0").Build(),
        ["bad version"] = () => new PackageBuilder("Bad", "one.two").Build(),
        ["DTD"] = () => new PackageBuilder("Bad", "1.0.0").Nuspec(
            "<!DOCTYPE package [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><package><metadata><id>Bad</id><version>1.0.0</version><authors>a</authors><description>&x;</description></metadata></package>").Build(),
        ["escaping path"] = () => new PackageBuilder("Bad", "1.0.0").Entry("../../etc/cron.d/evil", "x").Build(),
        ["absolute path"] = () => new PackageBuilder("Bad", "1.0.0").Entry("/etc/evil", "x").Build(),
        ["nuspec that inflates to 100 MB"] = () => new PackageBuilder("Bad", "1.0.0").Nuspec(Encoding.UTF8.GetBytes(
            "<package><metadata><id>Bad</id><version>1.0.0</version><authors>a</authors><description>" + new string(' ', 100 << 20) + "</description></metadata></package>")).Build(),
        ["not XML"] = () => new PackageBuilder("Bad", "1.0.0").Nuspec("this is no XML").Build(),
        ["no description"] = () => new PackageBuilder("Bad", "1.0.0").Description("").Build(),
        ["symbols"] = () => new PackageBuilder("Bad", "1.0.0").Type("SymbolsPackage").Build(),
    };

    [Theory, MemberData(nameof(Cases))]
    public async Task A_bad_package_is_refused_with_its_own_sentence_and_leaves_nothing(string name)
    {
        string before = await world.Gallery.TraceAsync();
        using HttpResponseMessage answer = await world.Gallery.PushAsync(world.Key, Bad[name]());
        Assert.Equal(400, (int)answer.StatusCode);
        JsonElement body = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.NotEmpty(body.GetProperty("problems").EnumerateArray());
        Assert.True(answer.ReasonPhrase?.Length > 20, answer.ReasonPhrase);
        Assert.Equal(before, await world.Gallery.TraceAsync());
        Assert.Empty(Directory.EnumerateFiles(world.Gallery.Server.DataFolder, "*.spool", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Different_faults_have_different_sentences()
    {
        Dictionary<string, string> sentences = [];
        foreach ((string name, Func<byte[]> make) in Bad.Where(b => b.Key is not ("truncated" or "cut in half" or "random bytes" or "absolute path" or "not XML" or "DTD")))
        {
            using HttpResponseMessage answer = await world.Gallery.PushAsync(world.Key, make());
            sentences[name] = answer.ReasonPhrase ?? "";
        }

        Assert.Equal(sentences.Count, sentences.Values.Distinct().Count());
    }

    [Fact]
    public async Task Over_the_limit_is_413_names_the_limit_and_leaves_nothing()
    {
        string before = await world.Gallery.TraceAsync();
        byte[] large = new byte[World.MaxMiB * (1 << 20) + 1];
        using HttpResponseMessage answer = await world.Gallery.PushAsync(world.Key, large);
        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Contains($"{World.MaxMiB} MiB", answer.ReasonPhrase, StringComparison.Ordinal);
        Assert.Equal(before, await world.Gallery.TraceAsync());
        Assert.Empty(Directory.EnumerateFiles(world.Gallery.Server.DataFolder, "*.spool", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_stands_before_the_package_in_the_form_is_bounded_too()
    {
        string before = await world.Gallery.TraceAsync();
        using MultipartFormDataContent form = new() { { new ByteArrayContent(new byte[(World.MaxMiB + 2) << 20]), "notes" }, { new ByteArrayContent(Good()), "package", "p.nupkg" } };
        using HttpRequestMessage request = new(HttpMethod.Put, new Uri(world.Gallery.Server.Address, "/api/v2/package/")) { Content = form };
        request.Headers.Add("X-NuGet-ApiKey", world.Key);
        request.Headers.TransferEncodingChunked = true;
        using HttpResponseMessage answer = await world.Gallery.Server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal(before, await world.Gallery.TraceAsync());
    }

    [Fact]
    public async Task A_chunked_upload_that_is_refused_early_still_hears_why()
    {
        // As the real client: no Content-Length, the body still on its way when the answer is decided from the header.
        using HttpRequestMessage request = new(HttpMethod.Put, new Uri(world.Gallery.Server.Address, "/api/v2/package/"))
        {
            Content = new StreamContent(new Trickle(World.MaxMiB << 20)),
        };
        request.Headers.TransferEncodingChunked = true;
        using HttpResponseMessage answer = await world.Gallery.Server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Contains("API key", answer.ReasonPhrase, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_stays_bounded_while_large_and_inflating_packages_arrive()
    {
        using (await world.Gallery.PushAsync(world.Key, Good()))
        {
        }

        long idle = Peak();
        byte[] bomb = Bad["nuspec that inflates to 100 MB"]();
        byte[] large = new PackageBuilder("Large", "1.0.0").Uncompressed().Entry("data.bin", new byte[(World.MaxMiB - 2) << 20]).Build();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            using HttpResponseMessage refused = await world.Gallery.PushAsync(world.Key, bomb);
            Assert.Equal(400, (int)refused.StatusCode);
            using HttpResponseMessage taken = await world.Gallery.PushAsync(world.Key, large);
            Assert.True((int)taken.StatusCode is 201 or 409);
        }));
        // Four times 100 MB inflated and 4 x 38 MB of package, in far less memory.
        Assert.InRange(Peak() - idle, 0, 100L << 20);
    }

    // VmHWM: the most that was ever resident.
    private long Peak() => 1024 * long.Parse(File.ReadLines($"/proc/{world.Gallery.Server.ProcessId}/status")
        .Single(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]);

    private static byte[] Good() => new PackageBuilder("Good", "1.0.0").Build();

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using MemoryStream memory = new();
        using (ZipArchive zip = new(memory, ZipArchiveMode.Create))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return memory.ToArray();
    }

    public sealed class World : IAsyncLifetime
    {
        public const int MaxMiB = 40;

        public Gallery Gallery { get; private set; } = null!;

        public string Key { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Gallery = await Gallery.StartAsync(new Dictionary<string, string?> { ["Torrone__MaxPackageMiB"] = $"{MaxMiB}" });
            Key = await Gallery.KeyAsync(await Gallery.PersonAsync("alice"), ["push"], ["*"]);
        }

        public ValueTask DisposeAsync() => Gallery.DisposeAsync();
    }

    /// <summary>So many bytes, a little at a time.</summary>
    private sealed class Trickle(long left) : Stream
    {
        private long _left = left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            int count = (int)Math.Min(Math.Min(buffer.Length, 64 * 1024), _left);
            buffer.Span[..count].Clear();
            _left -= count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

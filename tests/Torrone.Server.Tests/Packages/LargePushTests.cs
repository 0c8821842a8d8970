using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages;

/// <summary>A package of any size passes through the server's memory a little at a time. ./soak pushes 500 MiB, ./test what shows it.</summary>
public sealed class LargePushTests(ITestOutputHelper output)
{
    private const long Allowed = 100L << 20;

    private static readonly int MiB = int.Parse(Environment.GetEnvironmentVariable("TORRONE_SOAK_PUSH_MIB") ?? "160", CultureInfo.InvariantCulture);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Memory_while_a_large_package_is_pushed_stays_near_that_of_an_idle_server()
    {
        await using Gallery gallery = await Gallery.StartAsync(new Dictionary<string, string?> { ["Torrone__MaxPackageMiB"] = $"{MiB + 8}" });
        string key = await gallery.KeyAsync(await gallery.PersonAsync("alice"), ["push"], ["*"]);
        (await gallery.PushAsync(key, new PackageBuilder("Warm").Build())).EnsureSuccessStatusCode();
        using TemporaryFolder folder = new();
        string file = folder.Under("large.nupkg");
        await WriteAsync(file);

        long idle = Peak(gallery);
        using HttpResponseMessage answer = await PushAsync(gallery, key, file);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, answer.ReasonPhrase);
        long grown = Peak(gallery) - idle;
        output.WriteLine($"{MiB} MiB pushed, {grown >> 20} MiB above idle");
        Assert.InRange(grown, 0, Allowed);
        Assert.Equal(new FileInfo(file).Length, Assert.Single(await gallery.RowsAsync<long>("SELECT size FROM versions v JOIN packages p ON p.id = v.package_id WHERE p.lower_id = 'large'")));
    }

    private static async Task<HttpResponseMessage> PushAsync(Gallery gallery, string key, string file)
    {
        StreamContent content = new(File.OpenRead(file));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using HttpRequestMessage request = new(HttpMethod.Put, new Uri(gallery.Server.Address, "/api/v2/package/"))
        {
            Content = new MultipartFormDataContent { { content, "package", "package.nupkg" } },
        };
        request.Headers.Add("X-NuGet-ApiKey", key);
        request.Headers.TransferEncodingChunked = true;
        using HttpClient patient = new() { Timeout = TimeSpan.FromMinutes(15) };
        return await patient.SendAsync(request, Now);
    }

    // Half of it is stored, half of it packed.
    private static async Task WriteAsync(string file)
    {
        await using FileStream stream = new(file, FileMode.CreateNew);
        using ZipArchive large = new(stream, ZipArchiveMode.Create);
        await using (Stream nuspec = large.CreateEntry("Large.nuspec").Open())
        {
            await nuspec.WriteAsync(Encoding.UTF8.GetBytes(new PackageBuilder("Large").NuspecText()), Now);
        }

        byte[] block = new byte[1 << 20];
        foreach ((string name, CompressionLevel level) in (IEnumerable<(string, CompressionLevel)>)[("a.bin", CompressionLevel.NoCompression), ("b.bin", CompressionLevel.Fastest)])
        {
            await using Stream entry = large.CreateEntry("content/" + name, level).Open();
            for (int i = 0; i < (MiB / 2) - 1; i++)
            {
                RandomNumberGenerator.Fill(block.AsSpan(0, block.Length * 3 / 4));
                await entry.WriteAsync(block, Now);
            }
        }
    }

    // VmHWM: the most that was ever resident, in bytes.
    private static long Peak(Gallery gallery) => 1024 * long.Parse(File.ReadLines($"/proc/{gallery.Server.ProcessId}/status")
        .Single(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}

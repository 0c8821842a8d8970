using System.Net;
using System.Net.Http.Headers;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Symbols;

/// <summary>Symbols packages: what is taken, what is refused, and what a debugger gets. The assembly and its PDB are real ones.</summary>
public sealed class SymbolsTests(SymbolsTests.World world) : IClassFixture<SymbolsTests.World>
{
    private static readonly string Assembly = typeof(PackageBuilder).Assembly.Location;
    private static readonly byte[] Dll = File.ReadAllBytes(Assembly);
    private static readonly byte[] Pdb = File.ReadAllBytes(Path.ChangeExtension(Assembly, ".pdb"));

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_debugger_finds_the_PDB_by_the_id_inside_the_assembly()
    {
        string path = await PublishAsync("Debugged");
        foreach (string spelling in (string[])[path, path.ToUpperInvariant().Replace("/SYMBOLS/", "/symbols/", StringComparison.Ordinal)])
        {
            using HttpResponseMessage answer = await world.Gallery.GetAsync(spelling);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal(Pdb, await answer.Content.ReadAsByteArrayAsync(Now));
        }
    }

    [Fact]
    public async Task A_checksum_that_is_not_the_files_finds_nothing()
    {
        string path = await PublishAsync("Checked");
        string own = "SHA256:" + Convert.ToHexString(ChecksumInAssembly());
        foreach ((string header, HttpStatusCode status) in ((string, HttpStatusCode)[])[
            (own, HttpStatusCode.OK), (own.ToLowerInvariant(), HttpStatusCode.OK), ("SHA256:" + new string('0', 64), HttpStatusCode.NotFound),
            ("SHA256:00;" + own, HttpStatusCode.OK), ("SHA1:0000", HttpStatusCode.OK)])
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(world.Gallery.Server.Address, path));
            request.Headers.Add("SymbolChecksum", header);
            using HttpResponseMessage answer = await world.Gallery.Server.Client.SendAsync(request, Now);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("/symbols/torrone.testing.pdb/00000000000000000000000000000000ffffffff/torrone.testing.pdb")]
    [InlineData("/symbols/other.pdb/{key}/other.pdb")]
    [InlineData("/symbols/torrone.testing.pdb/{key}/other.pdb")]
    public async Task What_is_not_there_is_a_miss(string path)
    {
        await PublishAsync("Missed" + Math.Abs(path.GetHashCode(StringComparison.Ordinal)));
        using HttpResponseMessage answer = await world.Gallery.GetAsync(path.Replace("{key}", Key(), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Symbols_without_their_package_are_refused_with_what_to_do()
    {
        using HttpResponseMessage answer = await PushAsync(world.Key, Snupkg("Orphan").Build());
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("There is no Orphan 1.0.0 here that these symbols belong to: push the package first, then its symbols.", answer.ReasonPhrase);
    }

    [Theory]
    [InlineData("another build", "'lib/net10.0/Torrone.Testing.pdb' belongs to no assembly of the package: push the symbols of the same build.")]
    [InlineData("no pdb", "The symbols package holds no .pdb file: there is nothing to publish.")]
    [InlineData("not portable", "'lib/net10.0/Torrone.Testing.pdb' is not a portable PDB: build with DebugType portable.")]
    [InlineData("an assembly", "A symbols package holds .pdb and .xml files and what describes them, but this one holds 'lib/net10.0/a.dll': leave it out.")]
    [InlineData("no type", "The package type is not SymbolsPackage: push an ordinary package to the package address.")]
    public async Task Bad_symbols_are_refused_and_leave_nothing(string what, string reason)
    {
        string id = "Bad." + what.Replace(' ', '.');
        byte[] dll = what == "another build" ? File.ReadAllBytes(typeof(SymbolsTests).Assembly.Location) : Dll;
        using (HttpResponseMessage parent = await world.Gallery.PushAsync(world.Key, new PackageBuilder(id).Framework("net10.0", dll).Build()))
        {
            Assert.Equal(HttpStatusCode.Created, parent.StatusCode);
        }

        string before = await world.Gallery.TraceAsync();
        PackageBuilder symbols = what switch
        {
            "no pdb" => new PackageBuilder(id).Type("SymbolsPackage").Entry("lib/net10.0/a.xml", "<doc/>"),
            "not portable" => new PackageBuilder(id).Type("SymbolsPackage").Entry("lib/net10.0/Torrone.Testing.pdb", "Microsoft C/C++ MSF 7.00\r\n"),
            "an assembly" => Snupkg(id).Entry("lib/net10.0/a.dll", Dll),
            "no type" => new PackageBuilder(id).Entry("lib/net10.0/Torrone.Testing.pdb", Pdb),
            _ => Snupkg(id),
        };
        using HttpResponseMessage answer = await PushAsync(world.Key, symbols.Build());
        Assert.Equal((HttpStatusCode.BadRequest, reason), (answer.StatusCode, answer.ReasonPhrase));
        Assert.Equal(before, await world.Gallery.TraceAsync());
    }

    [Fact]
    public async Task Only_who_may_push_the_package_may_push_its_symbols()
    {
        await world.Gallery.PushAsync(world.Key, new PackageBuilder("Owned").Framework("net10.0", Dll).Build());
        byte[] symbols = Snupkg("Owned").Build();
        string stranger = await world.Gallery.KeyAsync(await world.Gallery.PersonAsync("mallory"), ["push"], ["*"]);
        string unlist = await world.Gallery.KeyAsync(world.Ada, ["unlist"], ["*"]);
        string elsewhere = await world.Gallery.KeyAsync(world.Ada, ["push"], ["Else.*"]);
        foreach ((string? key, HttpStatusCode status) in ((string?, HttpStatusCode)[])[
            (null, HttpStatusCode.Unauthorized), (stranger, HttpStatusCode.Forbidden), (unlist, HttpStatusCode.Forbidden), (elsewhere, HttpStatusCode.Forbidden)])
        {
            using HttpResponseMessage refused = await PushAsync(key, symbols);
            Assert.Equal(status, refused.StatusCode);
        }

        string versions = await world.Gallery.KeyAsync(world.Ada, ["push-version"], ["Owned"]);
        using HttpResponseMessage taken = await PushAsync(versions, symbols);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
    }

    [Fact]
    public async Task A_retry_in_the_same_session_is_taken_again_and_anything_else_is_a_conflict()
    {
        await world.Gallery.PushAsync(world.Key, new PackageBuilder("Twice").Framework("net10.0", Dll).Build());
        byte[] symbols = Snupkg("Twice").Build();
        foreach ((string session, byte[] bytes, HttpStatusCode status) in ((string, byte[], HttpStatusCode)[])[
            ("one", symbols, HttpStatusCode.Created), ("one", symbols, HttpStatusCode.Created), ("two", symbols, HttpStatusCode.Conflict),
            ("one", Snupkg("Twice").Entry("a.xml", "<a/>").Build(), HttpStatusCode.Conflict)])
        {
            using HttpResponseMessage answer = await PushAsync(world.Key, bytes, session);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    // The nuspec as dotnet pack writes it into a .snupkg: without authors.
    private static PackageBuilder Snupkg(string id) => new PackageBuilder(id).Entry("lib/net10.0/Torrone.Testing.pdb", Pdb).Nuspec($"""
        <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
          <id>{id}</id><version>1.0.0</version><packageTypes><packageType name="SymbolsPackage" /></packageTypes>
        </metadata></package>
        """);

    private async Task<string> PublishAsync(string id)
    {
        using HttpResponseMessage package = await world.Gallery.PushAsync(world.Key, new PackageBuilder(id).Framework("net10.0", Dll).Build());
        Assert.Equal(HttpStatusCode.Created, package.StatusCode);
        using HttpResponseMessage symbols = await PushAsync(world.Key, Snupkg(id).Build());
        Assert.Equal((HttpStatusCode.Created, "Created"), (symbols.StatusCode, symbols.ReasonPhrase));
        return $"/symbols/torrone.testing.pdb/{Key()}/torrone.testing.pdb";
    }

    private static string Key()
    {
        using PEReader reader = new(new MemoryStream(Dll));
        DebugDirectoryEntry entry = reader.ReadDebugDirectory().First(e => e.Type == DebugDirectoryEntryType.CodeView);
        return $"{reader.ReadCodeViewDebugDirectoryData(entry).Guid:n}FFFFFFFF";
    }

    // The compiler's own word for it, written into the assembly.
    private static byte[] ChecksumInAssembly()
    {
        using PEReader reader = new(new MemoryStream(Dll));
        DebugDirectoryEntry entry = reader.ReadDebugDirectory().First(e => e.Type == DebugDirectoryEntryType.PdbChecksum);
        PdbChecksumDebugDirectoryData sum = reader.ReadPdbChecksumDebugDirectoryData(entry);
        Assert.Equal(nameof(SHA256), sum.AlgorithmName);
        return [.. sum.Checksum];
    }

    private async Task<HttpResponseMessage> PushAsync(string? key, byte[] symbols, string? session = null)
    {
        ByteArrayContent file = new(symbols);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using HttpRequestMessage request = new(HttpMethod.Put, new Uri(world.Gallery.Server.Address, "/api/v2/symbolpackage/"))
        {
            Content = new MultipartFormDataContent { { file, "package", "package.snupkg" } },
        };
        request.Headers.TryAddWithoutValidation("X-NuGet-ApiKey", key);
        request.Headers.TryAddWithoutValidation("X-NuGet-Session-Id", session);
        return await world.Gallery.Server.Client.SendAsync(request, Now);
    }

    public sealed class World : IAsyncLifetime
    {
        public Gallery Gallery { get; private set; } = null!;

        public long Ada { get; private set; }

        public string Key { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Gallery = await Gallery.StartAsync();
            Ada = await Gallery.PersonAsync("ada");
            Key = await Gallery.KeyAsync(Ada, ["push"], ["*"]);
        }

        public ValueTask DisposeAsync() => Gallery.DisposeAsync();
    }
}

using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Torrone.Testing;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>Symbols as the real client packs and pushes them, read back as a debugger asks for them.</summary>
public sealed class SymbolsTests(ClientGallery gallery) : IDisposable
{
    private readonly DotnetClient _client = new(gallery.Server.Source);

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Symbols_go_along_with_their_package_and_are_found_by_the_id_inside_the_assembly()
    {
        _client.Write("lib/Nougat.Traced.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Authors>Nougat</Authors>
                <Description>Can be debugged.</Description>
                <IncludeSymbols>true</IncludeSymbols>
                <SymbolPackageFormat>snupkg</SymbolPackageFormat>
              </PropertyGroup>
            </Project>
            """);
        _client.Write("lib/Traced.cs", "namespace Nougat; public static class Traced { public static int Twice(int n) => n * 2; }");
        (await _client.RunAsync(["pack", "-o", "../out"], "lib")).Succeeded();
        CommandResult pushed = (await _client.PushAsync(_client.Under("out", "Nougat.Traced.1.0.0.nupkg"), gallery.Key)).Succeeded();
        Assert.Equal(2, pushed.Output.Split("Your package was pushed.").Length - 1);

        byte[] dll = Entry("Nougat.Traced.1.0.0.nupkg", "Nougat.Traced.dll");
        using PEReader reader = new(new MemoryStream(dll));
        DebugDirectoryEntry debug = reader.ReadDebugDirectory().First(e => e.Type == DebugDirectoryEntryType.CodeView);
        string key = $"{reader.ReadCodeViewDebugDirectoryData(debug).Guid:N}FFFFFFFF";
        byte[] found = await gallery.Server.Client.GetByteArrayAsync(
            new Uri(gallery.Server.Address, $"/symbols/Nougat.Traced.pdb/{key}/Nougat.Traced.pdb"), Now);
        Assert.Equal(Entry("Nougat.Traced.1.0.0.snupkg", "Nougat.Traced.pdb"), found);
        using MetadataReaderProvider pdb = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(found));
        Assert.Contains(pdb.GetMetadataReader().Documents, d => Name(pdb, d).EndsWith("Traced.cs", StringComparison.Ordinal));
    }

    public void Dispose() => _client.Dispose();

    private static string Name(MetadataReaderProvider pdb, DocumentHandle handle)
    {
        MetadataReader reader = pdb.GetMetadataReader();
        return reader.GetString(reader.GetDocument(handle).Name);
    }

    private byte[] Entry(string package, string name)
    {
        using ZipArchive zip = ZipFile.OpenRead(_client.Under("out", package));
        using Stream content = zip.Entries.Single(e => e.Name == name).Open();
        using MemoryStream memory = new();
        content.CopyTo(memory);
        return memory.ToArray();
    }
}

using System.IO.Compression;
using System.Xml.Linq;
using Torrone.Client.Tests;
using Torrone.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(SamplePackages))]

namespace Torrone.Client.Tests;

/// <summary>
/// Real packages, made by dotnet pack when the first test asks for one: a library and a tool in two versions, and a template.
/// </summary>
public sealed class SamplePackages : IDisposable
{
    public const string Library = "Nougat.Almonds";
    public const string Tool = "Nougat.Chopper";
    public const string Template = "Nougat.Template";

    // Never asked for anything: the samples depend on no package.
    private readonly DotnetClient _client = new("http://localhost:9/v3/index.json");

    private readonly Lazy<Task> _packed;

    public SamplePackages() => _packed = new(PackAsync);

    /// <returns>Where the file lies.</returns>
    public async Task<string> FileAsync(string id, string version)
    {
        await _packed.Value;
        return Path(id, version);
    }

    public void Dispose() => _client.Dispose();

    private string Path(string id, string version) => _client.Under("out", $"{id}.{version}.nupkg");

    private async Task PackAsync()
    {
        _client.Write("library/Nougat.Almonds.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Authors>Nougat</Authors>
                <Description>Counts almonds.</Description>
                <PackageTags>nougat almonds</PackageTags>
                <PackageReadmeFile>README.md</PackageReadmeFile>
                <PackageLicenseExpression>MIT</PackageLicenseExpression>
              </PropertyGroup>
              <ItemGroup><None Include="README.md" Pack="true" PackagePath="" /></ItemGroup>
            </Project>
            """);
        _client.Write("library/README.md", "# Almonds\n\nCounts them.\n");
        _client.Write("library/Almonds.cs", "namespace Nougat; public static class Almonds { public static int Count(int bars) => bars * 12; }");
        _client.Write("tool/Nougat.Chopper.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <UseAppHost>false</UseAppHost>
                <PackAsTool>true</PackAsTool>
                <ToolCommandName>chop</ToolCommandName>
                <Authors>Nougat</Authors>
                <Description>Chops.</Description>
              </PropertyGroup>
            </Project>
            """);
        _client.Write("tool/Program.cs", "System.Console.WriteLine(\"chopped \" + string.Join(' ', args));");
        _client.Write("template/Nougat.Template.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <PackageType>Template</PackageType>
                <IncludeBuildOutput>false</IncludeBuildOutput>
                <IncludeContentInPack>true</IncludeContentInPack>
                <ContentTargetFolders>content</ContentTargetFolders>
                <NoDefaultExcludes>true</NoDefaultExcludes>
                <NoWarn>NU5128;NU5017</NoWarn>
                <Authors>Nougat</Authors>
                <Description>A bar.</Description>
                <EnableDefaultItems>false</EnableDefaultItems>
              </PropertyGroup>
              <ItemGroup><Content Include="bar/**/*" /></ItemGroup>
            </Project>
            """);
        _client.Write("template/bar/.template.config/template.json", """
            {
              "$schema": "http://json.schemastore.org/template", "author": "Nougat", "classifications": ["Sweet"],
              "identity": "Nougat.Bar", "name": "Nougat bar", "shortName": "nougat-bar", "sourceName": "Bar",
              "tags": { "language": "C#", "type": "item" }
            }
            """);
        _client.Write("template/bar/Bar.txt", "A Bar of nougat.");

        _client.Write("samples.slnx", """
            <Solution>
              <Project Path="library/Nougat.Almonds.csproj" /><Project Path="tool/Nougat.Chopper.csproj" /><Project Path="template/Nougat.Template.csproj" />
            </Solution>
            """);
        (await _client.RunAsync(["pack", "samples.slnx", "-o", _client.Under("out"), "-p:Version=1.0.0", "-v", "q"])).Succeeded();
        Again(Library);
        Again(Tool);
    }

    // The next version differs in its number alone.
    private void Again(string id)
    {
        string next = Path(id, "1.1.0");
        File.Copy(Path(id, "1.0.0"), next);
        using ZipArchive zip = ZipFile.Open(next, ZipArchiveMode.Update);
        using Stream nuspec = zip.GetEntry($"{id}.nuspec")!.Open();
        XDocument document = XDocument.Load(nuspec);
        document.Descendants().Single(e => e.Name.LocalName == "version").Value = "1.1.0";
        nuspec.SetLength(0);
        document.Save(nuspec);
    }
}

using Torrone.Testing;
using Xunit;

namespace Torrone.Client.Tests;

/// <summary>Packages as the world makes them: every one that this repository restores goes in, and a program is built from them alone.</summary>
public sealed class RealInputTests(ClientGallery gallery) : IClassFixture<ClientGallery>, IDisposable
{
    private const int Fewest = 45;

    private readonly DotnetClient _client = new(gallery.Server.Source);

    [Fact]
    public async Task Every_restored_package_is_pushed_and_a_program_is_built_from_a_dozen_of_them()
    {
        IReadOnlyList<string> packages = RestoredPackages.All();
        Assert.True(packages.Count >= Fewest, $"Only {packages.Count} packages are restored here; {Fewest} are wanted.");
        foreach (string package in packages)
        {
            Assert.True(File.Exists(package), $"{package} is named by a lock file and not there.");
        }

        string folder = Directory.CreateDirectory(_client.Under("all")).FullName;
        foreach (string package in packages)
        {
            File.Copy(package, Path.Combine(folder, Path.GetFileName(package)));
        }

        CommandResult pushed = await _client.PushAsync(Path.Combine(folder, "*.nupkg"), gallery.Key);
        Assert.Equal(packages.Count, pushed.Succeeded().Output.Split("Your package was pushed.").Length - 1);
        Assert.Equal(0, (await gallery.Server.CommandAsync(["verify"])).ExitCode);

        _client.Write("app/app.csproj", Project());
        _client.Write("app/Program.cs", Program);
        (await _client.RunAsync(["restore"], "app")).Succeeded();
        (await _client.RunAsync(["build", "--no-restore", "-c", "Release"], "app")).Succeeded();
        CommandResult run = await _client.RunAsync(["run", "--no-build", "-c", "Release"], "app");
        Assert.Equal("<p><strong>12</strong></p> 1.2.3 net8.0 Tuesday 7 SELECT", run.Succeeded().Output.Trim());
        await AssertSameBytesAsync(folder);
    }

    public void Dispose() => _client.Dispose();

    // What restore unpacked is, byte for byte, what was pushed.
    private async Task AssertSameBytesAsync(string folder)
    {
        string[] restored = Directory.GetFiles(_client.PackagesFolder, "*.nupkg", SearchOption.AllDirectories);
        Assert.True(restored.Length >= 12, $"Only {restored.Length} packages were restored.");
        foreach (string package in restored)
        {
            Assert.Equal(
                await File.ReadAllBytesAsync(Path.Combine(folder, Path.GetFileName(package)), TestContext.Current.CancellationToken),
                await File.ReadAllBytesAsync(package, TestContext.Current.CancellationToken));
        }
    }

    private static string Project()
    {
        Dictionary<string, string> versions = RestoredPackages.All().Select(p => new DirectoryInfo(Path.GetDirectoryName(p)!))
            .ToDictionary(d => d.Parent!.Name, d => d.Name);
        string[] wanted =
        [
            "AngleSharp", "Dapper", "FsCheck", "FSharp.Core", "Markdig", "Microsoft.Data.Sqlite.Core", "Npgsql", "NuGet.Frameworks",
            "NuGet.Versioning", "SQLitePCLRaw.core", "System.CommandLine", "Newtonsoft.Json", "xunit.v3.assert",
        ];
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <UseAppHost>false</UseAppHost>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", wanted.Select(id => $"<PackageReference Include=\"{id}\" Version=\"{versions[id.ToLowerInvariant()]}\" />"))}
              </ItemGroup>
            </Project>
            """;
    }

    private const string Program = """"
        using Newtonsoft.Json.Linq;
        string html = Markdig.Markdown.ToHtml("**12**").Trim();
        string version = NuGet.Versioning.NuGetVersion.Parse("1.2.3.0").ToNormalizedString();
        string framework = NuGet.Frameworks.NuGetFramework.Parse(".NETCoreApp,Version=v8.0").GetShortFolderName();
        string day = JObject.Parse("""{ "day": "Tuesday" }""").Value<string>("day")!;
        int sum = Microsoft.FSharp.Collections.ListModule.Sum(Microsoft.FSharp.Collections.ListModule.OfSeq(new[] { 3, 4 }));
        string statement = new Dapper.CommandDefinition("SELECT").CommandText;
        Xunit.Assert.Equal("b", new AngleSharp.Html.Parser.HtmlParser().ParseDocument("<b>x</b>").QuerySelector("b")!.LocalName);
        Xunit.Assert.Equal("torrone", new System.CommandLine.Command("torrone").Name);
        Xunit.Assert.Equal("Host=h", new Npgsql.NpgsqlConnectionStringBuilder { Host = "h" }.ConnectionString);
        Xunit.Assert.NotNull(typeof(Microsoft.Data.Sqlite.SqliteConnection).FullName);
        Console.WriteLine($"{html} {version} {framework} {day} {sum} {statement}");
        """";
}

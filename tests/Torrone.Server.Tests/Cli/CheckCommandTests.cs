using System.Text.Json;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Cli;

/// <summary>torrone check: the rules of a push, offline.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_good_package_passes_and_its_warnings_are_told()
    {
        File.WriteAllBytes(_folder.Under("good.nupkg"), PackageSigner.Sign(new PackageBuilder("Good", "1.2.0").Build()));
        CommandResult result = (await CheckAsync("good.nupkg")).Succeeded();
        Assert.Contains("good.nupkg: Good 1.2.0", result.Output, StringComparison.Ordinal);
        Assert.Contains("warning readme-absent: The package has no readme.", result.Output, StringComparison.Ordinal);
        Assert.Contains($"signed by {PackageSigner.Signer}", result.Output, StringComparison.Ordinal);
        Assert.Equal(["good.nupkg"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Every_problem_of_every_file_is_told_and_the_exit_code_is_1()
    {
        File.WriteAllBytes(_folder.Under("a.nupkg"), new PackageBuilder("Bad Id").NuspecName("a.nuspec").Description("").Build());
        File.WriteAllBytes(_folder.Under("b.nupkg"), [1, 2, 3]);
        File.WriteAllBytes(_folder.Under("c.nupkg"), new PackageBuilder().Readme().LicenseExpression().Build());
        File.WriteAllBytes(_folder.Under("d.snupkg"), new PackageBuilder().Build());
        CommandResult result = await CheckAsync("--json", "*.nupkg", "d.snupkg", "missing.nupkg");
        Assert.Equal(1, result.ExitCode);
        JsonElement[] files = [.. JsonDocument.Parse(result.Output).RootElement.EnumerateArray()];
        Assert.Equal(
            [["nuspec-element-missing", "id-invalid"], ["archive-not-zip"], [], ["symbols-type-missing", "symbols-no-pdb"], ["file-unreadable"]],
            files.Select(f => f.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("code").GetString()!).OrderDescending().ToArray()));
        Assert.Equal("Sample.Package", files[2].GetProperty("id").GetString());
        Assert.All(files.SelectMany(f => f.GetProperty("problems").EnumerateArray()), p => Assert.True(p.GetProperty("message").GetString()!.Length > 20));
    }

    [Fact]
    public async Task The_limit_is_the_setting()
    {
        File.WriteAllBytes(_folder.Under("large.nupkg"), new PackageBuilder().Uncompressed().Entry("a.bin", new byte[2 << 20]).Build());
        Assert.Equal(0, (await CheckAsync("large.nupkg")).ExitCode);
        CommandResult refused = await CheckAsync("large.nupkg", "--set", "MaxPackageMiB=1");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("package-too-large", refused.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<CommandResult> CheckAsync(params string[] arguments) =>
        Command.RunAsync("dotnet", [Repository.ServerAssembly, "check", .. arguments], _folder.Path);
}

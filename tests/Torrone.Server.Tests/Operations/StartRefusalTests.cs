using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Operations;

/// <summary>What keeps the program from starting is one sentence for the person at the keyboard, without a stack trace or a secret.</summary>
public sealed class StartRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("Torrone__Database", "Host=/nowhere;Username=torrone;Password=nougat77;Timeout=2", "The database cannot be used")]
    [InlineData("Torrone__Database", "Hosts nougat77", "not a PostgreSQL connection string")]
    [InlineData("Torrone__MaxPackageMiB", "many", "MaxPackageMiB")]
    [InlineData("Torrone__MaxPackageMiB", "0", "MaxPackageMiB")]
    [InlineData("Torrone__MasterKey", "nougat77", "Torrone__MasterKey")]
    [InlineData("Torrone__PublicUrl", "packages.example.test", "PublicUrl")]
    public async Task A_setting_that_cannot_be_used_is_named(string setting, string value, string sentence)
    {
        CommandResult result = await Command.RunAsync("dotnet", [Repository.ServerAssembly, "serve", "--urls", "http://localhost:1"], _folder.Path,
            new Dictionary<string, string?> { ["Torrone__Data"] = _folder.Under("data"), [setting] = value });
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(sentence, result.All, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.All, StringComparison.Ordinal);
        Assert.DoesNotContain("nougat77", result.All, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}

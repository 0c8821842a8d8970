using System.Text.Json;
using Torrone.Testing;

namespace Torrone.Client.Tests;

/// <summary>The real packages that this repository restores, as its lock files name them, from the machine's package folder.</summary>
public static class RestoredPackages
{
    private static readonly string Cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public static IReadOnlyList<string> All() =>
        [.. LockFiles().SelectMany(Packages).Distinct().Order(StringComparer.Ordinal).Select(p => File(p.Split(' ')[0], p.Split(' ')[1]))];

    /// <summary>Where the package of that lower-case id lies.</summary>
    public static string File(string id, string version) => Path.Combine(Cache, id, version, $"{id}.{version}.nupkg");

    private static IEnumerable<string> LockFiles() => new[] { "src", "tests", "bench" }
        .SelectMany(folder => Directory.EnumerateDirectories(Repository.File(folder)))
        .Select(project => Path.Combine(project, "packages.lock.json")).Where(System.IO.File.Exists);

    private static IEnumerable<string> Packages(string lockFile)
    {
        using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllText(lockFile));
        return [.. document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => $"{package.Name} {package.Value.GetProperty("resolved").GetString()}".ToLowerInvariant())];
    }
}

using System.Text.Json;
using Torrone.Testing;

namespace Torrone.Client.Tests;

/// <summary>The real packages that this repository restores, as its lock files name them, from the machine's package folder.</summary>
public static class RestoredPackages
{
    public static IReadOnlyList<string> All()
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return [.. LockFiles().SelectMany(Packages).Distinct().Order(StringComparer.Ordinal)
            .Select(p => Path.Combine(cache, p.Split(' ')[0], p.Split(' ')[1], p.Replace(' ', '.') + ".nupkg"))];
    }

    private static IEnumerable<string> LockFiles() => new[] { "src", "tests", "bench" }
        .SelectMany(folder => Directory.EnumerateDirectories(Repository.File(folder)))
        .Select(project => Path.Combine(project, "packages.lock.json")).Where(File.Exists);

    private static IEnumerable<string> Packages(string lockFile)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(lockFile));
        return [.. document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => $"{package.Name} {package.Value.GetProperty("resolved").GetString()}".ToLowerInvariant())];
    }
}

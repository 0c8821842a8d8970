using Torrone.Testing;

namespace Torrone.Architecture.Tests;

/// <summary>The files that people wrote, without what the build makes.</summary>
internal static class SourceFiles
{
    private static readonly string[] Written = [".cs", ".cshtml", ".css", ".js", ".mjs", ".sql", ".py", ".sh", ".md", ""];

    public static IReadOnlyList<string> Under(params string[] folders) =>
        [.. folders.Select(f => Repository.File(f)).Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories))
            .Where(f => Written.Contains(Path.GetExtension(f)) && !IsBuilt(f)).Order(StringComparer.Ordinal)];

    public static string Name(string file) => Path.GetRelativePath(Repository.Root, file);

    private static bool IsBuilt(string file) => Name(file).Split(Path.DirectorySeparatorChar)
        .Any(part => part is "bin" or "obj" or "data" or "node_modules" or "__pycache__" || part.StartsWith('.'));
}

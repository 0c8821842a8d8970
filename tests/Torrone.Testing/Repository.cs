namespace Torrone.Testing;

/// <summary>Where the sources and the built server lie, found from the test assembly's own place.</summary>
public static class Repository
{
    /// <summary>The folder that holds Torrone.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>"Release" or "Debug": as the running test assembly was built.</summary>
    public static string Configuration { get; } =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release" : "Debug";

    /// <summary>The server as its own project built it, with its settings file and static assets beside it.</summary>
    public static string ServerAssembly { get; } =
        Path.Combine(Root, "src", "Torrone.Server", "bin", Configuration, "net10.0", "torrone.dll");

    /// <summary>A file of the repository.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(at.FullName, "Torrone.slnx")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException($"No Torrone.slnx above {AppContext.BaseDirectory}: tests run from their build output inside the repository.");
    }
}

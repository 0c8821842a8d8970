using NuGet.Frameworks;

namespace Torrone.NuGet.Manifests;

/// <summary>Target frameworks by their short folder names.</summary>
public static class FrameworkName
{
    private const int MaxLength = 256;
    private const int MaxFolders = 200;

    /// <summary>The short folder name of a framework written in any known form; empty for any framework, null for an unknown one.</summary>
    public static string? ShortName(string written)
    {
        if (written.Length > MaxLength)
        {
            return null;
        }

        if (written.Length == 0 || written.Equals("any", StringComparison.OrdinalIgnoreCase))
        {
            return "";
        }

        try
        {
            var framework = NuGetFramework.Parse(written);
            return framework.IsUnsupported || framework.IsAgnostic ? null : framework.IsAny ? "" : Readable(framework.GetShortFolderName());
        }
        catch (Exception exception) when (exception is ArgumentException or FrameworkException or FormatException or OverflowException)
        {
            // Portable profiles and version numbers can be malformed in ways that the parser answers with an exception.
            return null;
        }
    }

    /// <summary>A broken profile can have a short name that reads as something else, or as nothing: no client could use it.</summary>
    private static string? Readable(string name)
    {
        var again = NuGetFramework.Parse(name);
        return !again.IsUnsupported && again.GetShortFolderName().Equals(name, StringComparison.OrdinalIgnoreCase) ? name : null;
    }

    /// <summary>
    /// The sorted short names of the frameworks that have folders of their own; folders that are no framework are passed over. Of folders
    /// beyond any real number of frameworks, only as many as that are looked at.
    /// </summary>
    internal static string[] InFolders(IEnumerable<string> paths)
    {
        var folders = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var lookup = folders.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var path in paths)
        {
            if (folders.Count < MaxFolders && Folder(path) is { IsEmpty: false } folder)
            {
                lookup.Add(folder);
            }
        }

        return [.. folders.Select(ShortName).Where(name => !string.IsNullOrEmpty(name)).Select(name => name!)
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
    }

    /// <summary>The folder in the place of a path where a framework stands; empty when there is none.</summary>
    private static ReadOnlySpan<char> Folder(ReadOnlySpan<char> path)
    {
        var root = Next(ref path);
        if (root.Equals("runtimes", StringComparison.OrdinalIgnoreCase))
        {
            Next(ref path);
            root = Next(ref path);
            return root.Equals("lib", StringComparison.OrdinalIgnoreCase) ? Next(ref path) : [];
        }

        var folder = Next(ref path);
        var isAssets = root.Equals("lib", StringComparison.OrdinalIgnoreCase) || root.Equals("ref", StringComparison.OrdinalIgnoreCase);

        // Tools have folders of every sort; those that dotnet tools have are named after a .NET framework.
        var isTool = root.Equals("tools", StringComparison.OrdinalIgnoreCase) && folder.StartsWith("net", StringComparison.OrdinalIgnoreCase);
        return isAssets || isTool ? folder : [];
    }

    /// <summary>Takes the first folder off a path; empty when what is left is a file.</summary>
    private static ReadOnlySpan<char> Next(scoped ref ReadOnlySpan<char> path)
    {
        var slash = path.IndexOf('/');
        var folder = slash < 0 ? [] : path[..slash];
        path = path[(slash + 1)..];
        return folder;
    }
}

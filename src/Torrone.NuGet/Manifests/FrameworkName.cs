using NuGet.Frameworks;

namespace Torrone.NuGet.Manifests;

/// <summary>Target frameworks by their short folder names.</summary>
public static class FrameworkName
{
    private const int MaxLength = 256;

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
            return framework.IsUnsupported || framework.IsAgnostic ? null : framework.IsAny ? "" : framework.GetShortFolderName();
        }
        catch (Exception exception) when (exception is ArgumentException or FrameworkException or FormatException or OverflowException)
        {
            // Portable profiles and version numbers can be malformed in ways that the parser answers with an exception.
            return null;
        }
    }

    /// <summary>The sorted short names of the frameworks that have folders of their own; folders that are no framework are passed over.</summary>
    internal static string[] InFolders(IEnumerable<string> paths)
    {
        var folders = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in paths)
        {
            var parts = path.Split('/', 5);
            var at = parts[0].ToUpperInvariant() switch
            {
                "LIB" or "REF" => 1,
                // Tools have folders of every sort; those that dotnet tools have are named after a .NET framework.
                "TOOLS" when parts.Length > 1 && parts[1].StartsWith("net", StringComparison.OrdinalIgnoreCase) => 1,
                "RUNTIMES" when parts.Length > 4 && parts[2].Equals("lib", StringComparison.OrdinalIgnoreCase) => 3,
                _ => -1,
            };
            if (at > 0 && parts.Length > at + 1)
            {
                folders.Add(parts[at]);
            }
        }

        return [.. folders.Select(ShortName).Where(name => !string.IsNullOrEmpty(name)).Select(name => name!)
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
    }
}

using NuGet.Frameworks;

namespace Torrone.Server.Web.Gallery;

/// <summary>Frameworks by the names that people use.</summary>
public static class FrameworkLabel
{
    /// <summary>".NET 8.0" for net8.0, ".NET Framework 4.7.2" for net472; the short name itself where there is no better; empty for any.</summary>
    public static string Of(string shortName)
    {
        if (shortName.Length == 0)
        {
            return WebText.Packages["Framework.Any"];
        }

        NuGetFramework framework = NuGetFramework.ParseFolder(shortName);
        string platform = framework.HasPlatform ? $" ({framework.Platform})" : "";
        return framework.Framework switch
        {
            ".NETCoreApp" when framework.Version.Major >= 5 => $".NET {Version(framework.Version)}{platform}",
            ".NETCoreApp" => $".NET Core {Version(framework.Version)}",
            ".NETStandard" => $".NET Standard {Version(framework.Version)}",
            ".NETFramework" => $".NET Framework {Version(framework.Version)}",
            _ => shortName,
        };
    }

    /// <summary>Puts the newest framework of the youngest family first.</summary>
    public static IEnumerable<T> NewestFirst<T>(IEnumerable<T> groups, Func<T, string> shortName) => groups
        .Select(group => (Group: group, Framework: shortName(group) is { Length: > 0 } name ? NuGetFramework.ParseFolder(name) : NuGetFramework.AnyFramework))
        .OrderBy(g => Family(g.Framework)).ThenByDescending(g => g.Framework.Version).Select(g => g.Group);

    private static int Family(NuGetFramework framework) => framework.Framework switch
    {
        ".NETCoreApp" => 0,
        ".NETStandard" => 1,
        ".NETFramework" => 2,
        _ => 3,
    };

    private static string Version(Version version) => version.Build > 0 ? version.ToString(3) : version.ToString(2);
}

using Torrone.NuGet.Manifests;

namespace Torrone.Server.Web.Gallery;

/// <summary>One way to take a package into use.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Text">What is typed or written, to be copied.</param>
public sealed record InstallWay(string Label, string Text)
{
    /// <summary>The ways that fit the package's types; a tool has other ones than a library.</summary>
    public static IReadOnlyList<InstallWay> Of(PackageManifest manifest, string version)
    {
        string id = manifest.Id;
        List<InstallWay> ways = [];
        if (Is(manifest, "DotnetTool"))
        {
            ways.Add(Way("Install.GlobalTool", $"dotnet tool install --global {id} --version {version}"));
            ways.Add(Way("Install.LocalTool", $"dotnet new tool-manifest\ndotnet tool install {id} --version {version}"));
            ways.Add(Way("Install.RunOnce", $"dnx {id}@{version}"));
        }

        if (Is(manifest, "Template"))
        {
            ways.Add(Way("Install.Template", $"dotnet new install {id}::{version}"));
        }

        if (Is(manifest, "MSBuildSdk"))
        {
            ways.Add(Way("Install.Sdk", $"<Sdk Name=\"{id}\" Version=\"{version}\" />"));
        }

        if (ways.Count == 0 || Is(manifest, PackageType.Dependency.Name))
        {
            string assets = manifest.DevelopmentDependency ? " PrivateAssets=\"all\"" : "";
            ways.Add(Way("Install.Cli", $"dotnet add package {id} --version {version}"));
            ways.Add(Way("Install.Reference", $"<PackageReference Include=\"{id}\" Version=\"{version}\"{assets} />"));
            ways.Add(Way("Install.Central",
                $"<PackageVersion Include=\"{id}\" Version=\"{version}\" />\n<PackageReference Include=\"{id}\"{assets} />"));
            ways.Add(Way("Install.Script", $"#:package {id}@{version}"));
        }

        return ways;
    }

    private static bool Is(PackageManifest manifest, string type) => manifest.PackageTypes.Any(t => t.Is(type));

    private static InstallWay Way(string label, string text) => new(WebText.Packages[label], text);
}

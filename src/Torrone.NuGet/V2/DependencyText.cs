using NuGet.Versioning;
using Torrone.NuGet.Manifests;

namespace Torrone.NuGet.V2;

/// <summary>Dependencies on one line, as V2 has them: <c>id:range:framework</c>, joined by bars; a framework without any is <c>::framework</c>.</summary>
internal static class DependencyText
{
    public static string Of(PackageManifest manifest) => string.Join('|', manifest.DependencyGroups.SelectMany(Lines));

    private static IEnumerable<string> Lines(DependencyGroup group) => group.Dependencies.Length == 0
        ? [$"::{group.TargetFramework}"]
        : group.Dependencies.Select(d => $"{d.Id}:{Range(d.Range)}:{group.TargetFramework}");

    // A plain lower bound is written as the bare version, which the oldest clients want.
    private static string Range(string range) => !VersionRange.TryParse(range, out var parsed) ? range : parsed switch
    {
        { HasLowerBound: false, HasUpperBound: false } => "",
        { HasUpperBound: false, IsMinInclusive: true } => parsed.MinVersion!.ToNormalizedString(),
        _ => parsed.ToNormalizedString(),
    };
}

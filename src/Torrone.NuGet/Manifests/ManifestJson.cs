using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Torrone.NuGet.Manifests;

/// <summary>The stored form of a manifest: JSON with camel-case names; nulls are left out, unknown names are ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PackageManifest))]
public sealed partial class ManifestJson : JsonSerializerContext
{
    public static string Serialize(PackageManifest manifest) => JsonSerializer.Serialize(manifest, Default.PackageManifest);

    /// <summary>Reads what <see cref="Serialize"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not a manifest.</exception>
    public static PackageManifest Deserialize(string json) =>
        JsonSerializer.Deserialize(json, Default.PackageManifest) ?? throw new JsonException("null is not a manifest");

    /// <summary>The same for text that may be damaged: false and no manifest when it cannot be read whole.</summary>
    public static bool TryDeserialize(string? json, [NotNullWhen(true)] out PackageManifest? manifest)
    {
        manifest = null;
        try
        {
            manifest = json is null ? null : Deserialize(json);
        }
        catch (JsonException)
        {
            return false;
        }

        if (manifest is not null && !IsWhole(manifest))
        {
            manifest = null;
        }

        return manifest is not null;
    }

    // The reader refuses null where it must not be, but for items of arrays.
    private static bool IsWhole(PackageManifest manifest) =>
        !manifest.Tags.Contains(null) && !manifest.TargetFrameworks.Contains(null) && !manifest.PackageTypes.Contains(null)
        && manifest.PackageTypes.Length > 0 && !manifest.DependencyGroups.Contains(null)
        && !manifest.DependencyGroups.Any(group => group.Dependencies.Contains(null));
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Torrone.NuGet.Manifests;

/// <summary>The stored form of a manifest: JSON with camel-case names; nulls are left out, unknown names are ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PackageManifest))]
public sealed partial class ManifestJson : JsonSerializerContext
{
    public static string Serialize(PackageManifest manifest) => JsonSerializer.Serialize(manifest, Default.PackageManifest);

    /// <summary>Reads what <see cref="Serialize"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not a manifest.</exception>
    public static PackageManifest Deserialize(string json) =>
        JsonSerializer.Deserialize(json, Default.PackageManifest) ?? throw new JsonException("null is not a manifest");
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Torrone.NuGet.V3;

/// <summary>The stored form of a <see cref="Deprecation"/>, and what the log's rows carry. Names once written are never changed.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Deprecation))]
public sealed partial class DeprecationJson : JsonSerializerContext
{
    /// <summary>Null for null.</summary>
    public static string? Write(Deprecation? deprecation) =>
        deprecation is null ? null : JsonSerializer.Serialize(deprecation, Default.Deprecation);

    /// <summary>Null for null.</summary>
    /// <exception cref="JsonException">It was not written by <see cref="Write"/>.</exception>
    public static Deprecation? Read(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Default.Deprecation);

    /// <summary>The same for text that may be damaged: false when it cannot be read.</summary>
    public static bool TryRead(string? json, out Deprecation? deprecation)
    {
        deprecation = null;
        try
        {
            deprecation = Read(json);
            return deprecation is null ? json is null : !deprecation.Reasons.Contains(null);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Torrone.Server.Search;

/// <summary>The stored form of a <see cref="PackageEntry"/>. Changing it means a new <see cref="IndexFile.Format"/>.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(PackageEntry))]
internal sealed partial class EntryJson : JsonSerializerContext
{
    public static byte[] Write(PackageEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, Default.PackageEntry);

    public static PackageEntry Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Default.PackageEntry) ?? throw new JsonException("The index holds an empty entry.");
}

using System.Text.Json;

namespace Torrone.Server.Packages.Deprecate;

/// <summary>
/// Reads the body of <c>PUT api/v2/package/{id}/deprecations</c> as nuget.org's clients send it: JSON whose names are compared without
/// case, unknown ones ignored.
/// </summary>
public static class DeprecationBody
{
    /// <summary>Bytes of the longest body: as many versions as are allowed, and a message.</summary>
    public const int Longest = 1 << 20;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    /// <summary>The request, or null when the bytes are not one.</summary>
    public static DeprecationRequest? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            // Also what only shows when a text is taken out: a half of a surrogate pair.
            return null;
        }
    }

    private static DeprecationRequest Read(JsonElement root)
    {
        Dictionary<string, JsonElement> fields = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            fields[property.Name] = property.Value;
        }

        return new DeprecationRequest
        {
            Versions = fields.TryGetValue("versions", out JsonElement versions) && versions.ValueKind != JsonValueKind.Null
                ? [.. versions.EnumerateArray().Select(v => v.GetString() ?? throw new FormatException())]
                : [],
            IsLegacy = Flag(fields, "isLegacy"),
            HasCriticalBugs = Flag(fields, "hasCriticalBugs"),
            IsOther = Flag(fields, "isOther"),
            AlternatePackageId = Text(fields, "alternatePackageId"),
            AlternatePackageVersion = Text(fields, "alternatePackageVersion"),
            Message = Text(fields, "message"),
            Listing = Listing(fields),
        };
    }

    private static bool Flag(Dictionary<string, JsonElement> fields, string name) =>
        fields.TryGetValue(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null && value.GetBoolean();

    private static string? Text(Dictionary<string, JsonElement> fields, string name) =>
        fields.TryGetValue(name, out JsonElement value) ? value.GetString() : null;

    // A word, or its number, as clients that serialize an enumeration send it.
    private static ListingChange Listing(Dictionary<string, JsonElement> fields)
    {
        if (!fields.TryGetValue("listedVerb", out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return ListingChange.Unchanged;
        }

        ListingChange change = value.ValueKind == JsonValueKind.Number
            ? (ListingChange)value.GetInt32()
            : Enum.TryParse(value.GetString(), ignoreCase: true, out ListingChange word) ? word : throw new FormatException();
        return Enum.IsDefined(change) ? change : throw new FormatException();
    }
}

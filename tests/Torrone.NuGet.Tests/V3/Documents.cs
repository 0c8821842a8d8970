using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.NuGet.V3;

namespace Torrone.NuGet.Tests.V3;

/// <summary>Plain values for the documents, and their comparison to the byte.</summary>
internal static class Documents
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static FeedAddresses Addresses { get; } = new("https://t.example/base/");

    public static PackageId Id { get; } = ParseId("Some.Package");

    /// <summary>The document is this JSON without its white space, fields in this order.</summary>
    public static void AssertDocument(string expected, byte[]? actual) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(Compact), Encoding.UTF8.GetString(actual!));

    public static PackageId ParseId(string text)
    {
        Assert.True(PackageId.TryParse(text, out var id));
        return id;
    }

    public static PackageVersion Version(string text)
    {
        Assert.True(PackageVersion.TryParse(text, out var version));
        return version;
    }

    public static RegistrationEntry Entry(string version, bool listed = true) => new()
    {
        Version = Version(version),
        Manifest = new PackageManifest { Id = "Some.Package", Version = version, Authors = "Ada", Description = "D" },
        Listed = listed,
        Published = 1_767_323_045_678,
    };
}

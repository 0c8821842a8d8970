using Torrone.NuGet.Identity;

namespace Torrone.NuGet.V3;

/// <summary>The list of versions that restore reads: all that can be downloaded, unlisted ones too, lowest first.</summary>
public static class FlatIndex
{
    /// <summary>Sorts and writes. A package without a version has no document: answer 404 instead.</summary>
    public static byte[] Write(IEnumerable<PackageVersion> versions) => V3Document.Write(json =>
    {
        json.WriteStartObject();
        json.Texts("versions", versions.Order().Select(version => version.Lower));
        json.WriteEndObject();
    });
}

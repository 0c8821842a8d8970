using Torrone.NuGet.Archives;

namespace Torrone.Server.Packages.Push;

/// <summary>A package between upload and publication.</summary>
/// <param name="PublicId">Its name until it is published; null when its problems forbid that.</param>
/// <param name="Inspection">What its archive holds.</param>
/// <param name="Size">Bytes.</param>
public sealed record StagedUpload(string? PublicId, PackageInspection Inspection, long Size);

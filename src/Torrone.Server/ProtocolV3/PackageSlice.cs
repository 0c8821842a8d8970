using Torrone.NuGet.Identity;
using Torrone.NuGet.V3;
using Torrone.Server.Packages;

namespace Torrone.Server.ProtocolV3;

/// <summary>As much of a package as one document needs.</summary>
/// <param name="Entries">The versions that the document tells of in full, from the lowest to the highest.</param>
internal sealed record PackageSlice(PackageOutline Outline, IReadOnlyList<RegistrationEntry> Entries)
{
    public PackageId Id => Outline.Id;
}

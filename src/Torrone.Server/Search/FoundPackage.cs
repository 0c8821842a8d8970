using Torrone.NuGet.V3;

namespace Torrone.Server.Search;

/// <summary>A package that matches, told by the newest version the request may see.</summary>
/// <param name="Item">As the protocol answers it.</param>
/// <param name="Frameworks">Short names of the frameworks the version is for.</param>
/// <param name="Published">When the version was first published, in Unix milliseconds.</param>
public sealed record FoundPackage(SearchItem Item, IReadOnlyList<string> Frameworks, long Published);

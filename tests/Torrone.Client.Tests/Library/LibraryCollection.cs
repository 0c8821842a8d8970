using Xunit;

namespace Torrone.Client.Tests.Library;

/// <summary>Tests that only read share one gallery: the library itself is quick.</summary>
[CollectionDefinition(Name)]
public sealed class LibraryCollection : ICollectionFixture<LibraryGallery>
{
    public const string Name = "library";
}

using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>Tests that only look share one filled gallery.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<FilledGallery>
{
    public const string Name = "lookers";
}

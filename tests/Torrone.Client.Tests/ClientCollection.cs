using Xunit;

namespace Torrone.Client.Tests;

/// <summary>Tests that share one set of sample packages, which take a while to make.</summary>
[CollectionDefinition(Name)]
public sealed class ClientCollection : ICollectionFixture<SamplePackages>
{
    public const string Name = "clients";
}

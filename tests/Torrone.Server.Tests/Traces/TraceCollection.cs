using Xunit;

namespace Torrone.Server.Tests.Traces;

/// <summary>Tests that only read share one gallery.</summary>
[CollectionDefinition(Name)]
public sealed class TraceCollection : ICollectionFixture<TraceWorld>
{
    public const string Name = "traces";
}

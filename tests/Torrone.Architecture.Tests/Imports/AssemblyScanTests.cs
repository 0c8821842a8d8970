using Xunit;

namespace Torrone.Architecture.Tests.Imports;

/// <summary>The scanner sees each way in which a type can be named. A scanner that saw nothing would pass every rule.</summary>
public sealed class AssemblyScanTests
{
    private static readonly AssemblyScan Scan = AssemblyScan.Of(typeof(AssemblyScanTests).Assembly);

    [Theory]
    [InlineData("UsesInBody")]
    [InlineData("UsesInLambda")]
    [InlineData("UsesInAsync")]
    [InlineData("UsesAsField")]
    [InlineData("UsesAsArgumentOfGeneric")]
    [InlineData("UsesAsBase")]
    [InlineData("UsesAsAttribute")]
    [InlineData("UsesInCatch")]
    [InlineData("UsesAsConstraint")]
    [InlineData("UsesAfterSwitch")]
    public void A_use_is_seen(string user)
    {
        Assert.Contains(Scan.Uses, u => u.User.Name == user && u.Used.Name.StartsWith("Marked", StringComparison.Ordinal));
    }

    [Fact]
    public void A_type_that_uses_nothing_of_the_kind_is_not_accused()
    {
        Assert.DoesNotContain(Scan.Uses, u => u.User.Name == nameof(Innocent) && u.Used.Name.StartsWith("Marked", StringComparison.Ordinal));
    }
}

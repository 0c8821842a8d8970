using Torrone.NuGet.V3;

namespace Torrone.NuGet.Tests.V3;

public sealed class FlatIndexTests
{
    [Fact]
    public void Versions_are_normalized_lower_and_ascending() => Documents.AssertDocument(
        """{"versions":["1.0.0-beta.2","1.0.0-beta.10","1.0.0","1.0.0.1","2.0.0"]}""",
        FlatIndex.Write(new[] { "2.0+meta", "1.0.0.1", "1.0.0-Beta.10", "1.0", "1.0.0-BETA.2" }.Select(Documents.Version)));
}

using Xunit;

namespace Torrone.Server.Tests.Contract;

public sealed class SnapshotTests
{
    [Fact]
    public void A_difference_names_what_went_and_what_came_with_the_lines_around_it() => Assert.Equal(
        """
          3
          4
          5
        - 6
        + six
          7
          8
          9
        ...
          18
          19
          20
        + 21
        """,
        Snapshot.Difference(Lines(1, 20), [.. Lines(1, 5), "six", .. Lines(7, 21)]).ReplaceLineEndings());

    private static string[] Lines(int from, int to) => [.. Enumerable.Range(from, to - from + 1).Select(i => $"{i}")];
}

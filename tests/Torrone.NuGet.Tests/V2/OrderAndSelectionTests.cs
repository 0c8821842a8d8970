using Torrone.NuGet.V2;

namespace Torrone.NuGet.Tests.V2;

public sealed class OrderAndSelectionTests
{
    private static readonly V2Entry[] Some =
    [
        Entries.Entry("b", "10.0.0"), Entries.Entry("B", "9.0.0") with { TotalDownloads = 11 }, Entries.Entry("a", "1.0.0", m => m with { Title = "t" }),
    ];

    [Theory]
    [InlineData("Id", "a 1.0.0, b 9.0.0, b 10.0.0")]
    [InlineData("Id desc,Version desc", "b 10.0.0, b 9.0.0, a 1.0.0")]
    [InlineData("DownloadCount desc, Id asc", "b 9.0.0, a 1.0.0, b 10.0.0")]
    [InlineData("NormalizedVersion", "a 1.0.0, b 9.0.0, b 10.0.0")]
    [InlineData("Title desc", "a 1.0.0, b 9.0.0, b 10.0.0")]
    public void Entries_come_in_the_order_that_is_asked_for(string order, string expected) =>
        Assert.Equal(expected, string.Join(", ", Some.Order(ODataOrder.Parse(order)).Select(e => $"{e.Id.ToLowerInvariant()} {e.Version}")));

    [Theory]
    [InlineData("Id descending", ODataProblem.Unexpected, 1)]
    [InlineData("Id,,Version", ODataProblem.Unexpected, 4)]
    [InlineData("Id,Wersion", ODataProblem.UnknownName, 4)]
    [InlineData("Id,Id,Id,Id,Id,Id,Id,Id,Id", ODataProblem.TooComplex, 25)]
    public void An_order_that_is_none_is_told(string order, ODataProblem problem, int position)
    {
        var error = Assert.Throws<ODataException>(() => ODataOrder.Parse(order));
        Assert.Equal((problem, position), (error.Problem, error.Position));
    }

    [Fact]
    public void The_order_that_the_index_has_already_is_known()
    {
        Assert.True(ODataOrder.Parse("DownloadCount desc,Id")!.IsByDownloads);
        Assert.False(ODataOrder.Parse("DownloadCount")!.IsByDownloads);
        Assert.True(ODataOrder.Parse("Id,DownloadCount desc")!.IsById);
        Assert.False(ODataOrder.Parse("Id desc")!.IsById);
        Assert.Null(ODataOrder.Parse(" "));
    }

    [Fact]
    public void A_selection_names_properties_that_exist()
    {
        var some = ODataSelection.Parse("Version, Published");
        Assert.True(some.Has("Version") && some.Has("Published"));
        Assert.False(some.Has("Id"));
        Assert.True(ODataSelection.Parse("*").Has("Id"));
        Assert.Equal(9, Assert.Throws<ODataException>(() => ODataSelection.Parse("Version,Nothing")).Position);
    }
}

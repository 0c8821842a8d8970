using Torrone.NuGet.V2;

namespace Torrone.NuGet.Tests.V2;

public sealed class FilterTests
{
    [Theory]
    [InlineData("Id eq 'Contoso.Json'", true)]
    [InlineData("Id eq 'contoso.json'", true)]
    [InlineData("tolower(Id) eq 'contoso.json'", true)]
    [InlineData("'contoso.json' eq tolower(Id)", true)]
    [InlineData("Id eq 'Other'", false)]
    [InlineData("Id ne 'Other'", true)]
    [InlineData("(tolower(Id) eq 'contoso.json') and IsLatestVersion", true)]
    [InlineData("IsLatestVersion eq true", true)]
    [InlineData("IsAbsoluteLatestVersion eq false", false)]
    [InlineData("not IsLatestVersion", false)]
    [InlineData("not (IsPrerelease or Listed eq false)", true)]
    [InlineData("substringof('json',tolower(Id))", true)]
    [InlineData("substringof('xml', Id) eq true", false)]
    [InlineData("startswith(Id,'Contoso.')", true)]
    [InlineData("endswith(Id,'.JSON')", true)]
    [InlineData("startswith(tolower(Id),'fabrikam') or substringof('reads',tolower(Description))", true)]
    [InlineData("NormalizedVersion eq '2.1.0'", true)]
    [InlineData("NormalizedVersion ge '2.0' and NormalizedVersion lt '2.10.0'", true)]
    [InlineData("NormalizedVersion gt '2.1.0-rc.1' and '2.1.0' ge Version", true)]
    [InlineData("NormalizedVersion gt '10.0.0' or NormalizedVersion le '2.0.9'", false)]
    [InlineData("Version eq '2.1'", true)]
    [InlineData("NormalizedVersion gt '2.1.a'", false)]
    [InlineData("Version eq '2.1.0' and Id eq 'Contoso.Json'", true)]
    [InlineData("DownloadCount gt 9 and DownloadCount le 10L", true)]
    [InlineData("VersionDownloadCount lt 3", false)]
    [InlineData("Published ge datetime'2023-11-14T22:13:20Z'", true)]
    [InlineData("Published gt datetime'2023-11-14T22:13:20'", false)]
    [InlineData("Summary eq null", true)]
    [InlineData("null ne Authors", true)]
    [InlineData("Summary gt 'a' or Summary le 'a'", false)]
    [InlineData("startswith(Summary,'a')", false)]
    [InlineData("length(trim(' ab ')) eq 2", true)]
    [InlineData("Title eq 'It''s'", true)]
    [InlineData("true and false or true", true)]
    [InlineData("true or true and false", true)]
    [InlineData("false and (true or true)", false)]
    [InlineData("  IsLatestVersion  ", true)]
    public void A_filter_says_which_entries_are_wanted(string filter, bool wanted)
    {
        var entry = Entries.Entry("Contoso.Json", "2.1.0", m => m with { Title = "It's" });
        Assert.Equal(wanted, FilterParser.Parse(filter)!.Matches(entry));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void No_filter_is_none(string? filter) => Assert.Null(FilterParser.Parse(filter));

    [Theory]
    [InlineData("Id eq 'x", ODataProblem.BadCharacter, 7)]
    [InlineData("Id = 'x'", ODataProblem.BadCharacter, 4)]
    [InlineData("Idd eq 'x'", ODataProblem.UnknownName, 1)]
    [InlineData("indexof(Id,'x') eq 1", ODataProblem.UnknownName, 1)]
    [InlineData("Id eq 3", ODataProblem.WrongType, 4)]
    [InlineData("Id gt null", ODataProblem.WrongType, 4)]
    [InlineData("DownloadCount eq '3'", ODataProblem.WrongType, 15)]
    [InlineData("Published gt 3", ODataProblem.WrongType, 11)]
    [InlineData("Id", ODataProblem.WrongType, 1)]
    [InlineData("Id and true", ODataProblem.WrongType, 1)]
    [InlineData("true and Id", ODataProblem.WrongType, 10)]
    [InlineData("not Id", ODataProblem.WrongType, 5)]
    [InlineData("startswith(Listed,'x')", ODataProblem.WrongType, 12)]
    [InlineData("startswith(Id)", ODataProblem.Unexpected, 14)]
    [InlineData("tolower(Id,'x') eq 'y'", ODataProblem.Unexpected, 11)]
    [InlineData("(true", ODataProblem.Unexpected, 6)]
    [InlineData("true)", ODataProblem.Unexpected, 5)]
    [InlineData("true true", ODataProblem.Unexpected, 6)]
    [InlineData("and true", ODataProblem.UnknownName, 1)]
    [InlineData("Id eq", ODataProblem.Unexpected, 6)]
    [InlineData("DownloadCount gt 99999999999999999999", ODataProblem.BadValue, 18)]
    [InlineData("Published gt datetime'soon'", ODataProblem.BadValue, 14)]
    public void What_is_not_understood_is_told_with_its_place(string filter, ODataProblem problem, int position)
    {
        var error = Assert.Throws<ODataException>(() => FilterParser.Parse(filter));
        Assert.Equal((problem, position), (error.Problem, error.Position));
    }

    [Fact]
    public void Length_depth_and_parts_are_bounded()
    {
        foreach (var filter in (string[])[
            new string(' ', FilterParser.Longest) + "true", string.Concat(Enumerable.Repeat("(", 33)) + "true", string.Concat(Enumerable.Repeat("not ", 33)) + "true",
            string.Concat(Enumerable.Repeat("tolower(", 33)) + "Id", string.Join(" or ", Enumerable.Repeat("true", 201))])
        {
            Assert.Equal(ODataProblem.TooComplex, Assert.Throws<ODataException>(() => FilterParser.Parse(filter)).Problem);
        }

        Assert.NotNull(FilterParser.Parse(string.Join(" or ", Enumerable.Repeat("true", 199))));
    }

    [Theory]
    [InlineData("tolower(Id) eq 'GIT' and IsLatestVersion", "git", "")]
    [InlineData("IsAbsoluteLatestVersion eq true and 'x' eq Id", "x", "")]
    [InlineData("Id eq 'x' or Id eq 'y'", null, "")]
    [InlineData("not (Id eq 'x')", null, "")]
    [InlineData("startswith(tolower(Id),'Con') and IsLatestVersion", null, "con")]
    [InlineData("startswith(Title,'Con')", null, "")]
    [InlineData("startswith('Con',Id)", null, "")]
    public void What_a_filter_says_of_the_id_for_certain_is_seen(string text, string? id, string prefix)
    {
        var filter = FilterParser.Parse(text);
        Assert.Equal((id, prefix), (FilterShape.Id(filter), FilterShape.IdPrefix(filter)));
    }

    [Theory]
    [InlineData("IsLatestVersion", "IsLatestVersion")]
    [InlineData("IsAbsoluteLatestVersion eq true", "IsAbsoluteLatestVersion")]
    [InlineData("IsLatestVersion and IsLatestVersion eq true", "IsLatestVersion")]
    [InlineData("IsLatestVersion and IsAbsoluteLatestVersion", null)]
    [InlineData("IsLatestVersion or IsLatestVersion", null)]
    [InlineData("IsLatestVersion and Listed", null)]
    [InlineData("IsLatestVersion eq false", null)]
    [InlineData("not IsLatestVersion", null)]
    [InlineData("", null)]
    public void A_filter_on_the_latest_version_alone_is_seen(string text, string? flag) => Assert.Equal(flag, FilterShape.Latest(FilterParser.Parse(text)));
}

using Xunit;

namespace Torrone.Browser.Tests;

public sealed class PageListTests
{
    // Shown in the place of other pages, never under an address of their own.
    private static readonly string[] ShownInPlaceOfOthers = ["/error/{status:int}"];

    [Fact]
    public void Every_page_is_on_the_list_that_the_other_tests_walk()
    {
        IReadOnlyList<string> declared = Pages.Declared();
        Assert.NotEmpty(declared);
        Assert.Equal([], declared.Where(t => !Pages.IsListed(t) && !ShownInPlaceOfOthers.Contains(t)));
    }
}

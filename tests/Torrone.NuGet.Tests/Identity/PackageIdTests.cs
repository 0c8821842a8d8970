using Torrone.NuGet.Identity;

namespace Torrone.NuGet.Tests.Identity;

public sealed class PackageIdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("_")]
    [InlineData("7")]
    [InlineData("Newtonsoft.Json")]
    [InlineData("a-b.c_d-1")]
    [InlineData("_._")]
    public void A_legal_id_keeps_its_case_and_has_a_lower_one(string text)
    {
        Assert.True(PackageId.TryParse(text, out var id));
        Assert.Equal(text, id.Original);
        Assert.Equal(text, id.ToString());
        Assert.Equal(text.ToLowerInvariant(), id.Lower);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a..b")]
    [InlineData("a.-b")]
    [InlineData("a--b")]
    [InlineData("a b")]
    [InlineData(" a")]
    [InlineData("a\n")]
    [InlineData("a/b")]
    [InlineData("a+b")]
    [InlineData("a%2eb")]
    [InlineData("caf\u00E9")]
    [InlineData("\u0131d")]
    [InlineData("\u212A")]
    [InlineData("\uFF21")]
    public void Anything_else_is_no_id(string? text)
    {
        Assert.False(PackageId.TryParse(text, out var id));
        Assert.Null(id);
    }

    [Fact]
    public void An_id_has_at_most_128_characters()
    {
        Assert.True(PackageId.TryParse(new string('a', 128), out _));
        Assert.False(PackageId.TryParse(new string('a', 129), out _));
    }

    [Fact]
    public void Ids_that_differ_in_case_are_equal()
    {
        Assert.True(PackageId.TryParse("Some.Id", out var one));
        Assert.True(PackageId.TryParse("sOME.iD", out var other));
        Assert.True(PackageId.TryParse("Some-Id", out var third));

        Assert.Equal(one, other);
        Assert.True(one == other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, third);
    }

    [Fact]
    public void Lower_case_does_not_depend_on_the_culture()
    {
        var before = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = new System.Globalization.CultureInfo("tr-TR");
            Assert.True(PackageId.TryParse("ID.I", out var id));
            Assert.Equal("id.i", id.Lower);
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = before;
        }
    }
}

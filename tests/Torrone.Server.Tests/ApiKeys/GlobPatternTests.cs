using FsCheck;
using FsCheck.Fluent;
using Torrone.Server.ApiKeys;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>A glob never matches outside its pattern, and matches everything within.</summary>
public sealed class GlobPatternTests
{
    [Theory]
    [InlineData("*", "Contoso", true)]
    [InlineData("Contoso.*", "Contoso.Json", true)]
    [InlineData("Contoso.*", "contoso.json", true)]
    [InlineData("contoso.*", "CONTOSO.", true)]
    [InlineData("Contoso.*", "Contoso", false)]
    [InlineData("Contoso.*", "Contosox.Json", false)]
    [InlineData("Contoso.*", "Fabrikam.Contoso.Json", false)]
    [InlineData("Contoso", "Contoso.Json", false)]
    [InlineData("*.Json", "Contoso.Json", true)]
    [InlineData("*.Json", "Contoso.Json.Schema", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*a", "aa", true)]
    [InlineData("a*b*c", "axxbyyc", true)]
    [InlineData("a*b*c", "axxcyyb", false)]
    [InlineData("a*bc*bc", "abcbc", true)]
    [InlineData("a*bc*bc", "abc", false)]
    [InlineData("**", "x", true)]
    [InlineData("k*", "\u212Aelvin", false)]
    [InlineData("*", "", false)]
    public void Matches(string pattern, string id, bool expected)
    {
        Assert.True(GlobPattern.TryParse(pattern, out GlobPattern? glob));
        Assert.Equal(expected, glob.Matches(id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    [InlineData("Contoso.?")]
    [InlineData("Contoso/*")]
    [InlineData("Contoso *")]
    [InlineData("[a-z]*")]
    [InlineData("Cont\u00f6so.*")]
    [InlineData("a\n*")]
    public void Refuses_what_is_no_pattern(string? text) => Assert.False(GlobPattern.TryParse(text, out _));

    [Fact]
    public void Refuses_a_pattern_longer_than_any_id()
    {
        Assert.True(GlobPattern.TryParse(new string('a', 128), out _));
        Assert.False(GlobPattern.TryParse(new string('a', 129), out _));
    }

    [Fact]
    public void Agrees_with_a_matcher_that_tries_everything() =>
        Prop.ForAll(Text("aB.*", 8).ToArbitrary(), Text("Ab.", 10).ToArbitrary(), (pattern, id) =>
            !GlobPattern.TryParse(pattern, out GlobPattern? glob)
            || glob.Matches(id) == (id.Length > 0 && Naive(pattern.ToUpperInvariant(), id.ToUpperInvariant())))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void Reads_what_it_wrote() =>
        Prop.ForAll(Text("aB.*", 8).ToArbitrary(), text =>
            !GlobPattern.TryParse(text, out GlobPattern? glob) || (GlobPattern.TryParse(glob.Text, out GlobPattern? again) && again.Equals(glob)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_worst_pattern_is_answered_at_once()
    {
        Assert.True(GlobPattern.TryParse(string.Concat(Enumerable.Repeat("a*", 63)) + "b", out GlobPattern? glob));
        Assert.False(glob.Matches(new string('a', 128)));
    }

    private static Gen<string> Text(string letters, int most) =>
        from length in Gen.Choose(0, most)
        from chars in Gen.ArrayOf(Gen.Elements(letters.ToCharArray()), length)
        select new string(chars);

    private static bool Naive(string pattern, string id) => pattern.Length == 0
        ? id.Length == 0
        : pattern[0] == '*'
            ? Enumerable.Range(0, id.Length + 1).Any(skip => Naive(pattern[1..], id[skip..]))
            : id.Length > 0 && id[0] == pattern[0] && Naive(pattern[1..], id[1..]);
}

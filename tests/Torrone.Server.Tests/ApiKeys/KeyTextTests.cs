using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Torrone.Server.ApiKeys;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>The form of a key: 46 characters, a checksum, nothing forgiven.</summary>
public sealed partial class KeyTextTests
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    [Fact]
    public void A_key_has_the_form_that_one_regular_expression_finds() =>
        Assert.Matches(Form(), KeyText.Create('p', "Ab12").Reveal());

    [Fact]
    public void A_key_tells_its_type_its_site_and_a_hint()
    {
        KeyText key = KeyText.Create('r', "zZ09");
        Assert.Equal('r', key.TypeLetter);
        Assert.Equal("zZ09", key.SiteTag);
        Assert.Equal(key.Reveal()[8..12], key.Hint);
    }

    [Fact]
    public void A_key_in_a_message_is_not_the_secret()
    {
        KeyText key = KeyText.Create('p', "Ab12");
        Assert.Equal("trp_Ab12" + key.Hint + "\u2026", $"{key}");
    }

    [Fact]
    public void Two_keys_differ() =>
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => KeyText.Create('p', "Ab12").Reveal()).Distinct().Count());

    [Fact]
    public void What_is_made_can_be_read_also_with_white_space_around_it()
    {
        KeyText key = KeyText.Create('o', "Ab12");
        Assert.True(KeyText.TryParse($" {key.Reveal()}\n", out KeyText? read, out KeyTextProblem problem));
        Assert.Equal(key.Reveal(), read.Reveal());
        Assert.Equal(KeyTextProblem.None, problem);
    }

    [Fact]
    public void Any_one_wrong_character_is_found()
    {
        Gen<(int At, char Now)> changes = from at in Gen.Choose(0, KeyText.Length - 1) from now in Gen.Elements(Base62.ToCharArray()) select (at, now);
        Prop.ForAll(changes.ToArbitrary(), change =>
        {
            char[] text = KeyText.Create('p', "Ab12").Reveal().ToCharArray();
            bool same = text[change.At] == change.Now;
            text[change.At] = change.Now;
            return KeyText.TryParse(new string(text), out _, out _) == same;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Two_characters_that_changed_places_are_found()
    {
        Prop.ForAll(Gen.Choose(4, KeyText.Length - 2).ToArbitrary(), at =>
        {
            char[] text = KeyText.Create('p', "Ab12").Reveal().ToCharArray();
            bool same = text[at] == text[at + 1];
            (text[at], text[at + 1]) = (text[at + 1], text[at]);
            return KeyText.TryParse(new string(text), out _, out _) == same;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("", KeyTextProblem.Malformed)]
    [InlineData("trp_", KeyTextProblem.Malformed)]
    [InlineData("oy2abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq", KeyTextProblem.Malformed)]
    [InlineData("trx_Ab12000000000000000000000000000000000000AA", KeyTextProblem.Malformed)]
    [InlineData("trp-Ab12000000000000000000000000000000000000AA", KeyTextProblem.Malformed)]
    [InlineData("trp_Ab12000000000000000000000000000000000000A\u00e9", KeyTextProblem.Malformed)]
    [InlineData("trp_Ab120000000000000000000000000000000000000AA", KeyTextProblem.Malformed)]
    [InlineData("trp_Ab12000000000000000000000000000000000000AA", KeyTextProblem.Checksum)]
    public void What_is_no_key_says_why(string text, KeyTextProblem expected)
    {
        Assert.False(KeyText.TryParse(text, out KeyText? key, out KeyTextProblem problem));
        Assert.Null(key);
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void The_checksum_is_the_crc_of_zip_files() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"));

    [GeneratedRegex("^tr[rpo]_[0-9A-Za-z]{42}$")]
    private static partial Regex Form();
}

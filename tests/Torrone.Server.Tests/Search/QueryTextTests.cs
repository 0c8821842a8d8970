using Torrone.Server.Search;
using Xunit;

namespace Torrone.Server.Tests.Search;

public sealed class QueryTextTests
{
    [Theory]
    [InlineData("Newtonsoft.Json", "Newtonsoft|Json")]
    [InlineData("a_b-c d", "a|b|c|d")]
    [InlineData("C++ & C#", "C|C")]
    [InlineData("日本語 abc", "日 本 語|abc")]
    [InlineData("abc日本", "abc|日 本")]
    [InlineData("", "")]
    public void Words_are_runs_of_letters_and_digits(string text, string words)
    {
        Assert.Equal(words, string.Join('|', Tokenizer.Words(text)));
    }

    [Theory]
    [InlineData("EntityFrameworkCore", "Entity|Framework|Core")]
    [InlineData("HTTPClient", "HTTP|Client")]
    [InlineData("Base64Url", "Base|64|Url")]
    [InlineData("net8", "net|8")]
    [InlineData("json", "json")]
    [InlineData("JSON", "JSON")]
    [InlineData("XUnit", "X|Unit")]
    public void Camel_case_is_split(string word, string parts)
    {
        Assert.Equal(parts, string.Join('|', Tokenizer.CamelParts(word)));
    }

    [Fact]
    public void An_id_is_its_parts_and_its_whole()
    {
        Assert.Equal(" entityframework core entity framework entityframeworkcore ", Tokenizer.OfId("EntityFramework.Core"));
    }

    [Theory]
    [InlineData("CAFÉ", "cafe")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("Größe", "große")]
    public void Folding_drops_case_and_accents(string word, string folded)
    {
        Assert.Equal(folded, Tokenizer.Fold(word));
    }

    [Theory]
    [InlineData("a \"b c\" d", "a,b c,d", "")]
    [InlineData("\"open", "open", "")]
    [InlineData("a\"b\"", "a,b", "")]
    [InlineData("tag:x tags:\"y z\" author:me", "", "Tags=x+y z,Authors=me")]
    [InlineData("foo:bar baz", "baz", "")]
    [InlineData("id: json", "json", "")]
    [InlineData("12:30", "12:30", "")]
    [InlineData("a:b:c", "", "")]
    [InlineData("id:a:b", "", "Id=a:b")]
    public void Queries_are_taken_apart(string text, string words, string fields)
    {
        SearchQuery query = SearchQuery.Parse(text);
        Assert.Equal(words, string.Join(',', query.Words.Select(w => w.Text)));
        Assert.Equal(fields, string.Join(',', query.Fields.Select(f => $"{f.Key}={string.Join('+', f.Value.Select(t => t.Text))}")));
    }

    [Fact]
    public void A_query_is_bounded()
    {
        Assert.Equal(SearchQuery.MaxTerms, SearchQuery.Parse(string.Join(' ', Enumerable.Range(0, 100))).Words.Count);
        Assert.Equal(SearchQuery.MaxLength, Assert.Single(SearchQuery.Parse(new string('a', 100_000)).Words).Text.Length);
    }
}

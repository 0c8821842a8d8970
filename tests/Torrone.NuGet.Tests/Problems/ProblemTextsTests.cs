using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Tests.Problems;

public sealed partial class ProblemTextsTests
{
    private static readonly string[] Codes =
        [.. typeof(ProblemCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    private static readonly Dictionary<string, string> Texts = new ResourceManager("Torrone.NuGet.Problems.ProblemTexts", typeof(PackageProblem).Assembly)
        .GetResourceSet(CultureInfo.InvariantCulture, true, false)!.Cast<System.Collections.DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);

    [Fact]
    public void Every_code_has_a_sentence_of_its_own_and_every_sentence_a_code()
    {
        Assert.Equal(Codes.Order(), Texts.Keys.Order());
        Assert.Equal(Codes.Length, Codes.Distinct().Count());
        Assert.Equal(Texts.Count, Texts.Values.Distinct().Count());
    }

    [Fact]
    public void Sentences_are_printable_Ascii_end_with_a_full_stop_and_fit_a_header()
    {
        foreach (var (code, text) in Texts)
        {
            Assert.True(text.All(character => character is >= ' ' and <= '~'), code);
            Assert.True(text.EndsWith('.') && text.Length <= 160, $"{code}: {text.Length}");
            var places = Place().Matches(text).Select(match => match.Value).Distinct().Order().ToList();
            Assert.Equal(places, Enumerable.Range(0, places.Count).Select(number => $"{{{number}}}"));
        }
    }

    [Fact]
    public void A_reason_phrase_never_carries_what_the_package_wrote_unchanged()
    {
        foreach (var code in Codes)
        {
            var problem = new PackageProblem(code, "a\r\nSet-Cookie: x=\u00E9\u202E\0", new string('b', 5000), "{0}{9}");
            var phrase = problem.ReasonPhrase();

            Assert.True(phrase.All(character => character is >= ' ' and <= '~'), phrase);
            Assert.InRange(phrase.Length, 20, 400);
        }
    }

    [Fact]
    public void Long_arguments_are_cut_in_the_sentence_but_kept_in_the_problem()
    {
        var id = new string('a', 200);
        var problem = new PackageProblem(ProblemCode.IdTooLong, id, "128");

        Assert.Equal(id, problem.Args[0]);
        Assert.Equal(
            $"The package id '{new string('a', 77)}...' is longer than 128 characters. Choose a shorter one.",
            problem.Sentence(CultureInfo.GetCultureInfo("de-DE")));
    }

    [Fact]
    public void A_cut_never_splits_a_character()
    {
        var text = new PackageProblem(ProblemCode.IdInvalid, new string('a', 76) + string.Concat(Enumerable.Repeat("\U0001F600", 20))).Sentence(CultureInfo.InvariantCulture);

        Assert.DoesNotContain(text, char.IsSurrogate);
    }

    [Fact]
    public void Problems_are_equal_by_code_and_arguments()
    {
        Assert.Equal(new PackageProblem("a", "b"), new PackageProblem("a", "b"));
        Assert.Equal(new PackageProblem("a", "b").GetHashCode(), new PackageProblem("a", "b").GetHashCode());
        Assert.NotEqual(new PackageProblem("a", "b"), new PackageProblem("a", "c"));
        Assert.NotEqual(new PackageProblem("a", "b"), new PackageProblem("b", "b"));
    }

    [Fact]
    public void A_code_without_a_sentence_is_an_error() =>
        Assert.Throws<InvalidOperationException>(() => new PackageProblem("no-such-code").ReasonPhrase());

    [GeneratedRegex(@"\{[0-9]\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}

using System.Globalization;
using System.Text;

namespace Torrone.Server.Search;

/// <summary>
/// How text becomes words, the same for what is indexed and for what is asked: runs of letters and digits. Characters of scripts that
/// write no spaces are a word each, so that a phrase of them finds any part of a sentence.
/// </summary>
internal static class Tokenizer
{
    /// <summary>The words of a text in their own case. A run of Han, Kana or Hangul is one item, a phrase: one space between characters.</summary>
    public static IEnumerable<string> Words(string text)
    {
        StringBuilder word = new();
        bool spaceless = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool part = IsWordPart(rune);
            if (word.Length > 0 && (!part || spaceless != IsSpaceless(rune)))
            {
                yield return word.ToString();
                word.Clear();
            }

            if (part)
            {
                spaceless = IsSpaceless(rune);
                if (spaceless && word.Length > 0)
                {
                    word.Append(' ');
                }

                word.Append(rune.ToString());
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    /// <summary>The parts of a camel-case word: EntityFrameworkCore, HTTPClient, Base64Url. One part where there is nothing to split.</summary>
    public static IEnumerable<string> CamelParts(string word)
    {
        int start = 0;
        for (int i = 1; i < word.Length; i++)
        {
            bool next = i + 1 < word.Length;
            bool boundary = (char.IsUpper(word[i]) && (!char.IsUpper(word[i - 1]) || (next && char.IsLower(word[i + 1]))))
                || (char.IsAsciiDigit(word[i]) != char.IsAsciiDigit(word[i - 1]) && !char.IsUpper(word[i]));
            if (boundary)
            {
                yield return word[start..i];
                start = i;
            }
        }

        yield return word[start..];
    }

    /// <summary>Lower case without accents, as the index compares.</summary>
    public static string Fold(string word)
    {
        if (Ascii.IsValid(word))
        {
            return word.ToLowerInvariant();
        }

        StringBuilder folded = new(word.Length);
        foreach (Rune rune in word.EnumerateRunes())
        {
            // Decomposed rune by rune: broken text cannot reach Normalize, which throws on it, and on this one as well, which is no character.
            if (rune.Value == 0xFFFE)
            {
                continue;
            }

            foreach (char c in rune.ToString().Normalize(NormalizationForm.FormD))
            {
                if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                {
                    folded.Append(c);
                }
            }
        }

        return folded.ToString().Normalize(NormalizationForm.FormC).ToLowerInvariant();
    }

    /// <summary>
    /// An id as words: its dotted parts, their camel-case parts, and the whole without separators, each once, folded, with a blank
    /// before and after each.
    /// </summary>
    public static string OfId(string id)
    {
        List<string> words = [.. Words(id)];
        return Join(words.Concat(words.SelectMany(CamelParts)).Append(string.Concat(words)));
    }

    /// <summary>
    /// A title or tags as words in their order, so that a phrase of them is found, and then their camel-case parts that are no such
    /// word; folded, with a blank before and after each.
    /// </summary>
    public static string OfLabel(string text)
    {
        string[] words = [.. Words(text)];
        string[] folded = [.. words.Select(Fold)];
        return $" {string.Join(' ', folded.Concat(words.SelectMany(CamelParts).Select(Fold).Distinct().Except(folded)))} ";
    }

    /// <summary>Prose as the index's own tokenizer reads it right: spaces between characters of scripts that write none.</summary>
    public static string OfProse(string text) => Ascii.IsValid(text) ? text : string.Join(' ', Words(text));

    private static string Join(IEnumerable<string> words) => $" {string.Join(' ', words.Select(Fold).Distinct())} ";

    // Marks belong to the letter before them; the index drops them.
    private static bool IsWordPart(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static bool IsSpaceless(Rune rune) => rune.Value is
        (>= 0x2E80 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7AF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x0E00 and <= 0x0EFF) or (>= 0x20000 and <= 0x3FFFF);
}

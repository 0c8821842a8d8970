using System.Globalization;

namespace Torrone.NuGet.V2;

/// <summary>Cuts a filter into names, literals and the signs ( ) , .</summary>
internal static class FilterLexer
{
    public static List<FilterToken> Read(string text)
    {
        List<FilterToken> tokens = [];
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var token = Next(text, at, out var end);
            tokens.Add(token);
            at = end;
        }

        tokens.Add(new FilterToken(FilterTokenKind.End, "", null, text.Length + 1));
        return tokens;
    }

    private static FilterToken Next(string text, int at, out int end)
    {
        switch (text[at])
        {
            case '(' or ')' or ',':
                end = at + 1;
                return new FilterToken(FilterTokenKind.Sign, text[at..end], null, at + 1);
            case '\'':
                var value = Quoted(text, at, out end);
                return new FilterToken(FilterTokenKind.Literal, text[at..end], value, at + 1);
            case '-' or (>= '0' and <= '9'):
                return Number(text, at, out end);
            case var c when char.IsAsciiLetter(c) || c is '_' or '$':
                return Word(text, at, out end);
            default:
                throw new ODataException(ODataProblem.BadCharacter, at + 1, text[at].ToString());
        }
    }

    private static string Quoted(string text, int at, out int end)
    {
        var from = at;
        for (end = at + 1; end < text.Length; end++)
        {
            if (text[end] != '\'')
            {
                continue;
            }

            // A quote inside a string is doubled.
            if (end + 1 < text.Length && text[end + 1] == '\'')
            {
                end++;
                continue;
            }

            end++;
            return text[(from + 1)..(end - 1)].Replace("''", "'", StringComparison.Ordinal);
        }

        throw new ODataException(ODataProblem.BadCharacter, from + 1, "'");
    }

    private static FilterToken Number(string text, int at, out int end)
    {
        end = at + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        var digits = text[at..end];
        // 10L is a 64-bit number in the protocol's literals.
        if (end < text.Length && text[end] is 'L' or 'l')
        {
            end++;
        }

        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new FilterToken(FilterTokenKind.Literal, digits, number, at + 1)
            : throw new ODataException(ODataProblem.BadValue, at + 1, digits);
    }

    private static FilterToken Word(string text, int at, out int end)
    {
        end = at + 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '.' or '/'))
        {
            end++;
        }

        var word = text[at..end];
        if (word is "datetime" or "DateTime" && end < text.Length && text[end] == '\'')
        {
            var value = Quoted(text, end, out end);
            return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? new FilterToken(FilterTokenKind.Literal, value, new ODataTime(time.ToUnixTimeMilliseconds()), at + 1)
                : throw new ODataException(ODataProblem.BadValue, at + 1, value);
        }

        return word switch
        {
            "true" => new FilterToken(FilterTokenKind.Literal, word, true, at + 1),
            "false" => new FilterToken(FilterTokenKind.Literal, word, false, at + 1),
            "null" => new FilterToken(FilterTokenKind.Literal, word, null, at + 1),
            _ => new FilterToken(FilterTokenKind.Name, word, null, at + 1),
        };
    }
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Torrone.Server.ApiKeys;

/// <summary>
/// The secret itself, 46 characters: <c>tr</c>, a type letter, <c>_</c>, four characters that name this installation, 32 random
/// base62 characters (190 bits), and six of CRC-32 over all before. One regular expression finds a leaked key anywhere, a double-click
/// selects it, and a typing error is told before any query. Lives in memory for one request only.
/// </summary>
public sealed class KeyText
{
    /// <summary>The characters of a key.</summary>
    public const int Length = 46;

    /// <summary>The characters of the site tag.</summary>
    public const int TagLength = 4;

    /// <summary>How many of the random characters are kept in the open, so that a person can tell keys apart.</summary>
    public const int HintLength = 4;

    /// <summary>The type letter of a key that may only read.</summary>
    public const char ReadOnly = 'r';

    /// <summary>The type letter of any other standing key.</summary>
    public const char Standing = 'p';

    /// <summary>The type letter of a key that lives for a day or less.</summary>
    public const char ShortLived = 'o';

    internal const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private const string TypeLetters = "rpo";
    private const int TagAt = 4;
    private const int RandomAt = TagAt + TagLength;
    private const int RandomLength = 32;
    private const int ChecksumAt = RandomAt + RandomLength;

    private static readonly SearchValues<char> Base62 = SearchValues.Create(Alphabet);

    private readonly string _text;

    private KeyText(string text) => _text = text;

    /// <summary>r, p or o.</summary>
    public char TypeLetter => _text[2];

    /// <summary>The public tag of the installation that made the key.</summary>
    public string SiteTag => _text.Substring(TagAt, TagLength);

    /// <summary>The part of the random characters that may be shown later.</summary>
    public string Hint => _text.Substring(RandomAt, HintLength);

    /// <summary>A new key.</summary>
    /// <param name="typeLetter">r, p or o.</param>
    /// <param name="siteTag">Four base62 characters.</param>
    public static KeyText Create(char typeLetter, string siteTag)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(siteTag.Length, TagLength);
        if (!TypeLetters.Contains(typeLetter, StringComparison.Ordinal))
        {
            throw new ArgumentOutOfRangeException(nameof(typeLetter));
        }

        string body = $"tr{typeLetter}_{siteTag}{RandomNumberGenerator.GetString(Alphabet, RandomLength)}";
        return new KeyText(body + Checksum(body));
    }

    /// <summary>Reads a key. White space around it is dropped; nothing else is forgiven.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out KeyText? key, out KeyTextProblem problem)
    {
        key = null;
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        if (trimmed.Length != Length || !trimmed.StartsWith("tr", StringComparison.Ordinal) || trimmed[3] != '_'
            || !TypeLetters.Contains(trimmed[2], StringComparison.Ordinal) || trimmed[TagAt..].ContainsAnyExcept(Base62))
        {
            problem = KeyTextProblem.Malformed;
            return false;
        }

        if (!trimmed[ChecksumAt..].SequenceEqual(Checksum(trimmed[..ChecksumAt])))
        {
            problem = KeyTextProblem.Checksum;
            return false;
        }

        problem = KeyTextProblem.None;
        key = new KeyText(trimmed.ToString());
        return true;
    }

    /// <summary>How a key begins, as a list may show it: what somebody finds again in a CI system's settings.</summary>
    public static string Shown(string typeLetter, string siteTag, string hint) => $"tr{typeLetter}_{siteTag}{hint}\u2026";

    /// <summary>The whole secret. For the one answer that shows it, and for its MAC.</summary>
    public string Reveal() => _text;

    /// <summary>How the key begins; never the secret, so that no log line or message can hold it by accident.</summary>
    public override string ToString() => Shown(TypeLetter.ToString(), SiteTag, Hint);

    private static string Checksum(ReadOnlySpan<char> body)
    {
        uint value = Crc32.Of(body);
        return string.Create(Length - ChecksumAt, value, static (text, rest) =>
        {
            for (int at = text.Length - 1; at >= 0; at--)
            {
                text[at] = Alphabet[(int)(rest % 62)];
                rest /= 62;
            }
        });
    }
}

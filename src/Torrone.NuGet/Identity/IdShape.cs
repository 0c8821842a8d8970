using System.Text;

namespace Torrone.NuGet.Identity;

/// <summary>
/// How an id looks to somebody who reads or types it in a hurry. Two ids are taken for each other when they differ in separators and case
/// alone, in characters that look alike (<c>rn</c> and <c>m</c>, <c>vv</c> and <c>w</c>, <c>0</c> and <c>O</c>, <c>l</c>, <c>I</c> and
/// <c>1</c>), in how often a letter stands in a row, or, from eight letters on, by one missing letter or two that changed places. Numbers
/// tell apart, and so does the plural: <c>Contoso.V1</c>, <c>Contoso.V11</c>, <c>Contoso.Model</c> and <c>Contoso.Models</c> are four ids.
/// </summary>
public sealed class IdShape
{
    private const int ShortestForTypos = 8;

    private readonly string lower;
    private readonly string letters;
    private readonly string look;

    private IdShape(string id)
    {
        lower = id.ToLowerInvariant();
        letters = string.Concat(lower.Where(character => character is not ('.' or '-' or '_')));
        look = Look(letters);
    }

    public static IdShape Of(PackageId id) => new(id.Original);

    /// <summary>True when the two are different ids that are easily taken for each other. The same either way round.</summary>
    public bool IsTakenFor(IdShape other) => lower != other.lower && (look == other.look || IsTypo(letters, other.letters));

    /// <summary>What looks alike becomes the same, and letters in a row one. A digit is a letter only where it stands within a word.</summary>
    private static string Look(string letters)
    {
        var plain = letters.Replace("rn", "m", StringComparison.Ordinal).Replace("vv", "w", StringComparison.Ordinal);
        var look = new StringBuilder(plain.Length);
        var wasLetter = false;
        for (var at = 0; at < plain.Length; at++)
        {
            var isLetter = char.IsAsciiLetter(plain[at])
                || (at > 0 && at + 1 < plain.Length && char.IsAsciiLetter(plain[at - 1]) && char.IsAsciiLetter(plain[at + 1]));
            var seen = plain[at] switch { '0' => 'o', '1' or 'i' => 'l', var other => other };
            if (!isLetter || !wasLetter || look[^1] != seen)
            {
                look.Append(seen);
            }

            wasLetter = isLetter;
        }

        return look.ToString();
    }

    private static bool IsTypo(string one, string other)
    {
        if (one.Length > other.Length)
        {
            (one, other) = (other, one);
        }

        if (one.Length < ShortestForTypos || other.Length - one.Length > 1)
        {
            return false;
        }

        var at = one.AsSpan().CommonPrefixLength(other);
        return one.Length == other.Length ? IsSwapped(one, other, at) : IsMissing(one, other, at);
    }

    private static bool IsSwapped(string one, string other, int at) =>
        at + 1 < one.Length && one[at] == other[at + 1] && one[at + 1] == other[at] && char.IsAsciiLetter(one[at]) && char.IsAsciiLetter(other[at])
        && one.AsSpan(at + 2).SequenceEqual(other.AsSpan(at + 2));

    /// <summary>The longer has one letter more, which is no plural's.</summary>
    private static bool IsMissing(string shorter, string longer, int at) =>
        char.IsAsciiLetter(longer[at]) && shorter.AsSpan(at).SequenceEqual(longer.AsSpan(at + 1)) && !(at == shorter.Length && longer[at] == 's');
}

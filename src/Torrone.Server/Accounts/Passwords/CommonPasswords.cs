using System.Collections.Frozen;

namespace Torrone.Server.Accounts.Passwords;

/// <summary>
/// What guessing programs try first: the words, names, phrases and walks over the keyboard that people choose, one line each in the
/// embedded list, with whatever digits and signs people put around them.
/// </summary>
internal static class CommonPasswords
{
    // A longer tail is not an ornament any more: it may be as hard to guess as a password of its own.
    private const int LongestOrnament = 8;

    private static readonly Lazy<FrozenSet<string>> List = new(Read);

    /// <summary>How many the list holds.</summary>
    public static int Count => List.Value.Count;

    /// <summary>
    /// True when the list holds it in any case: as it is, without the digits and signs around it, with letters for the signs that look
    /// like them, without blanks, or once when it is the same thing two or three times.
    /// </summary>
    public static bool Contains(string password)
    {
        string lower = password.ToLowerInvariant();
        string bare = Unrepeat(Plain(Strip(lower)));
        return List.Value.Contains(lower) || List.Value.Contains(Unrepeat(lower)) || (bare.Length >= 3 && List.Value.Contains(bare));
    }

    private static string Strip(string text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && start < LongestOrnament && !char.IsLetter(text[start]))
        {
            start++;
        }

        while (end > start && text.Length - end < LongestOrnament && !char.IsLetter(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    private static string Plain(string text) => text
        .Replace(" ", "", StringComparison.Ordinal)
        .Replace('@', 'a')
        .Replace('$', 's')
        .Replace('0', 'o')
        .Replace('3', 'e');

    private static string Unrepeat(string text)
    {
        foreach (int times in (int[])[2, 3])
        {
            string part = text[..(text.Length / times)];
            if (part.Length > 0 && text == string.Concat(Enumerable.Repeat(part, times)))
            {
                return part;
            }
        }

        return text;
    }

    private static FrozenSet<string> Read()
    {
        using Stream stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream("Torrone.Server.Accounts.Passwords.common-passwords.txt")
            ?? throw new InvalidOperationException("The list of common passwords is not in the program.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}

using Torrone.NuGet.Identity;

namespace Torrone.Server.Packages.Prefixes;

/// <summary>What a reservation covers: one id, or every id that begins so. Written as "Contoso.Json", "Contoso.*" or "Contoso*".</summary>
public sealed record ReservedPattern
{
    /// <summary>Fewer characters would take too much from everybody.</summary>
    public const int Shortest = 3;

    private ReservedPattern(string text, string lower, bool isPrefix) => (Text, Lower, IsPrefix) = (text, lower, isPrefix);

    /// <summary>As it was written, without blanks around it.</summary>
    public string Text { get; }

    /// <summary>The beginning, or the id, in lower case, without the star.</summary>
    public string Lower { get; }

    /// <summary>True when it covers every id that begins so.</summary>
    public bool IsPrefix { get; }

    /// <summary>Reads one; null when it is none: other stars, characters that no id has, or a beginning of fewer than three characters.</summary>
    public static ReservedPattern? Parse(string text)
    {
        string trimmed = text.Trim();
        bool isPrefix = trimmed.EndsWith('*');
        string beginning = isPrefix ? trimmed[..^1] : trimmed;
        // A beginning may end in the separator that an id cannot end in.
        string stem = isPrefix && beginning is [.., '.' or '-'] ? beginning[..^1] : beginning;
        return stem.Length >= Shortest && PackageId.TryParse(stem, out _)
            ? new ReservedPattern(trimmed, beginning.ToLowerInvariant(), isPrefix)
            : null;
    }
}

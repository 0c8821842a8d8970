using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Torrone.Server.ApiKeys;

/// <summary>
/// A pattern over package ids: <c>*</c> stands for any run of characters (also none), everything else for itself without regard to
/// case, and the whole id must match. There are no other wildcards and no escapes, so that what people read is what is checked.
/// </summary>
public sealed class GlobPattern : IEquatable<GlobPattern>
{
    /// <summary>As long as the longest package id.</summary>
    public const int MaxLength = 128;

    private readonly string[] _parts;

    private GlobPattern(string text)
    {
        Text = text;
        _parts = text.Split('*');
    }

    /// <summary>The pattern as it was written, runs of stars made one.</summary>
    public string Text { get; }

    /// <summary>True for the pattern that matches every id.</summary>
    public bool MatchesEverything => Text == "*";

    /// <summary>Reads a pattern: 1 to 128 ASCII letters, digits, '.', '-', '_' and '*'. White space around it is dropped.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out GlobPattern? pattern)
    {
        pattern = null;
        string trimmed = text?.Trim() ?? "";
        if (trimmed.Length is 0 or > MaxLength || !trimmed.All(Allowed))
        {
            return false;
        }

        StringBuilder collapsed = new(trimmed.Length);
        foreach (char c in trimmed)
        {
            if (c != '*' || collapsed.Length == 0 || collapsed[^1] != '*')
            {
                collapsed.Append(c);
            }
        }

        pattern = new GlobPattern(collapsed.ToString());
        return true;
    }

    /// <summary>
    /// True when the whole id matches. Each piece between stars is taken at its first place and never moved again, so the work is
    /// bounded by the two lengths multiplied, whatever a stranger writes.
    /// </summary>
    public bool Matches(string id)
    {
        // Outside ASCII, "without regard to case" would let one letter stand for another (the Kelvin sign for k).
        if (id.Length is 0 or > MaxLength || !Ascii.IsValid(id))
        {
            return false;
        }

        if (_parts.Length == 1)
        {
            return id.Equals(_parts[0], StringComparison.OrdinalIgnoreCase);
        }

        string first = _parts[0];
        string last = _parts[^1];
        if (id.Length < first.Length + last.Length
            || !id.StartsWith(first, StringComparison.OrdinalIgnoreCase) || !id.EndsWith(last, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        ReadOnlySpan<char> rest = id.AsSpan(first.Length, id.Length - first.Length - last.Length);
        foreach (string part in _parts.AsSpan(1, _parts.Length - 2))
        {
            int at = rest.IndexOf(part, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + part.Length)..];
        }

        return true;
    }

    /// <summary>
    /// True when every id that the other pattern matches is matched by this one too. A star of the other is a character that only a star of
    /// this one takes in, so whatever stands in its place is taken in as well.
    /// </summary>
    public bool Covers(GlobPattern other) => Matches(other.Text);

    public bool Equals(GlobPattern? other) => other is not null && Text.Equals(other.Text, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => Equals(obj as GlobPattern);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Text;

    private static bool Allowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '*';
}

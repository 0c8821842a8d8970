using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Torrone.NuGet.Identity;

/// <summary>
/// A legal package id: 1 to 128 ASCII characters, runs of letters, digits and underscores joined by single dots or hyphens.
/// Two ids are equal when they differ in case alone.
/// </summary>
public sealed record PackageId
{
    /// <summary>The longest legal id, in characters.</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private PackageId(string original)
    {
        Original = original;
        Lower = original.ToLowerInvariant();
    }

    /// <summary>The id as its author writes it.</summary>
    public string Original { get; }

    /// <summary>The id as addresses and comparisons use it: lower-cased without regard to culture.</summary>
    public string Lower { get; }

    /// <summary>Reads an id. Null, blanks around it and anything outside the rule give false and no id.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PackageId? id)
    {
        id = text is not null && IsLegal(text) ? new PackageId(text) : null;
        return id is not null;
    }

    public bool Equals(PackageId? other) => other is not null && string.Equals(Lower, other.Lower, StringComparison.Ordinal);

    public override int GetHashCode() => Lower.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Original;

    private static bool IsLegal(string text)
    {
        if (text.Length is 0 or > MaxLength)
        {
            return false;
        }

        var afterSeparator = true;
        foreach (var character in text)
        {
            var isSeparator = character is '.' or '-';
            if (isSeparator ? afterSeparator : !WordCharacters.Contains(character))
            {
                return false;
            }

            afterSeparator = isSeparator;
        }

        return !afterSeparator;
    }
}

using System.Diagnostics.CodeAnalysis;
using NuGet.Versioning;

namespace Torrone.NuGet.Identity;

/// <summary>
/// A legal package version of at most 64 characters, as written and normalized. Two versions are equal when their <see cref="Lower"/> is: <c>1.0</c>, <c>1.0.0.0</c>
/// and <c>1.0.0+build</c> are one version, and so are <c>1.0.0-RC</c> and <c>1.0.0-rc</c>.
/// Ordered by precedence; versions that precedence cannot tell apart (<c>-1</c> and <c>-01</c>) are ordered by their text.
/// </summary>
public sealed record PackageVersion : IComparable<PackageVersion>
{
    /// <summary>The longest legal version, in characters, build metadata included.</summary>
    public const int MaxLength = 64;

    private PackageVersion(string original, NuGetVersion semantic)
    {
        Original = original;
        Semantic = semantic;
        Normalized = semantic.ToNormalizedString();
        Lower = Normalized.ToLowerInvariant();
    }

    /// <summary>The version as its author writes it.</summary>
    public string Original { get; }

    /// <summary>Without leading zeros, a fourth zero or build metadata; the author's case.</summary>
    public string Normalized { get; }

    /// <summary>The identity, as addresses carry it: <see cref="Normalized"/> in lower case.</summary>
    public string Lower { get; }

    public NuGetVersion Semantic { get; }

    public bool IsPrerelease => Semantic.IsPrerelease;

    /// <summary>True when clients before SemVer 2 cannot read it: a dotted prerelease label or build metadata.</summary>
    public bool IsSemVer2 => Semantic.IsSemVer2;

    /// <summary>
    /// False for a version that is written in a way that no standard since 2010 has: without any dot, or, where clients before SemVer 2
    /// are to read it, with a prerelease label that does not begin with a letter.
    /// </summary>
    public bool IsForOldClients => Original.Contains('.', StringComparison.Ordinal) && (IsSemVer2 || !IsPrerelease || char.IsAsciiLetter(Semantic.Release[0]));

    /// <summary>Reads a version. Null, blanks around it, non-ASCII text and anything illegal give false and no version.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PackageVersion? version)
    {
        version = null;
        if (text is null || text.Length is 0 or > MaxLength || !char.IsAsciiDigit(text[0]) || !text.All(IsLegal)
            || !NuGetVersion.TryParse(text, out var semantic) || semantic.ToNormalizedString().Length > MaxLength)
        {
            // 1-label is 1.0.0-label in addresses: what is too long there could be pushed and never be asked for.
            return false;
        }

        version = new PackageVersion(text, semantic);
        return true;
    }

    public int CompareTo(PackageVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var precedence = VersionComparer.VersionRelease.Compare(Semantic, other.Semantic);
        return precedence != 0 ? precedence : string.CompareOrdinal(Lower, other.Lower);
    }

    public bool Equals(PackageVersion? other) => other is not null && string.Equals(Lower, other.Lower, StringComparison.Ordinal);

    public override int GetHashCode() => Lower.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Original;

    public static bool operator <(PackageVersion? left, PackageVersion? right) => Compare(left, right) < 0;

    public static bool operator <=(PackageVersion? left, PackageVersion? right) => Compare(left, right) <= 0;

    public static bool operator >(PackageVersion? left, PackageVersion? right) => Compare(left, right) > 0;

    public static bool operator >=(PackageVersion? left, PackageVersion? right) => Compare(left, right) >= 0;

    private static int Compare(PackageVersion? left, PackageVersion? right) =>
        left is null ? (right is null ? 0 : -1) : left.CompareTo(right);

    private static bool IsLegal(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '+';
}

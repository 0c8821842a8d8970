using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Torrone.NuGet.Identity;

namespace Torrone.NuGet.Tests.Identity;

public sealed partial class IdentityProperties
{
    private static readonly Gen<string> LikelyIds =
        from characters in Gen.Elements("aZ09__..-- \u00E9\n".ToCharArray()).ArrayOf()
        select new string(characters);

    private static readonly Gen<string> Labels =
        from parts in Gen.Elements("a", "RC", "beta", "1", "10", "x-y").NonEmptyListOf()
        select string.Join('.', parts.Take(4));

    private static readonly Gen<(int[] Numbers, string Label, string Metadata)> Versions =
        from numbers in Gen.Choose(0, 30).ArrayOf(4)
        from label in Gen.OneOf(Gen.Constant(""), Labels.Select(label => "-" + label))
        from metadata in Gen.OneOf(Gen.Constant(""), Gen.Elements("+1", "+Build.7"))
        select (numbers, label, metadata);

    [Fact]
    public void An_id_is_legal_exactly_when_the_protocols_pattern_says_so() =>
        Prop.ForAll(LikelyIds.ToArbitrary(), text => PackageId.TryParse(text, out _) == (text.Length <= 128 && IdPattern().IsMatch(text)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_lower_id_reads_back_as_the_same_id() =>
        Prop.ForAll(LikelyIds.ToArbitrary(), text => !PackageId.TryParse(text, out var id)
                || (PackageId.TryParse(id.Lower, out var again) && again == id && again.Lower == id.Lower))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Every_way_to_write_a_version_is_one_identity() => Prop.ForAll(Versions.ToArbitrary(), written =>
    {
        var (numbers, label, metadata) = written;
        var plain = Parse($"{numbers[0]}.{numbers[1]}.{numbers[2]}.{numbers[3]}{label}");
        var zeros = Parse($"0{numbers[0]}.00{numbers[1]}.{numbers[2]}.0{numbers[3]}{label.ToUpperInvariant()}{metadata}");
        var isShort = numbers[3] == 0;
        var brief = isShort ? Parse($"{numbers[0]}.{numbers[1]}.{numbers[2]}{label.ToLowerInvariant()}") : plain;
        return plain == zeros && plain == brief && plain.Lower == zeros.Lower && plain.GetHashCode() == zeros.GetHashCode()
            && plain.CompareTo(zeros) == 0 && Parse(plain.Lower) == plain && Parse(plain.Lower).Lower == plain.Lower
            && plain.Lower.Count(character => character == '.') >= 2 && !plain.Lower.Contains('+', StringComparison.Ordinal);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Order_agrees_with_identity() => Prop.ForAll(Versions.ToArbitrary(), Versions.ToArbitrary(), (one, other) =>
    {
        var (left, right) = (Parse(Text(one)), Parse(Text(other)));
        return Math.Sign(left.CompareTo(right)) == -Math.Sign(right.CompareTo(left))
            && (left.CompareTo(right) == 0) == (left == right)
            && (left.Semantic.CompareTo(right.Semantic) == 0 || Math.Sign(left.Semantic.CompareTo(right.Semantic)) == Math.Sign(left.CompareTo(right))
                || left.Semantic.HasMetadata || right.Semantic.HasMetadata);
    }).QuickCheckThrowOnFailure();

    private static string Text((int[] Numbers, string Label, string Metadata) version) =>
        string.Join('.', version.Numbers) + version.Label + version.Metadata;

    private static PackageVersion Parse(string text) =>
        PackageVersion.TryParse(text, out var version) ? version : throw new InvalidOperationException(text);

    [GeneratedRegex(@"^[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}

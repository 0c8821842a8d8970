using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>A key that another key may make never reaches what its maker does not, tried on thousands of pairs.</summary>
public sealed class KeyAttenuationProperties
{
    private static readonly string[] Ids = ["a", "b", "ab", "aa", "ba", "a.b", "aab", "abb", "b.a", "a.b.a", "A.B"];
    private static readonly string[] Places = ["10.0.0.1", "10.0.1.1", "10.1.0.1", "11.0.0.1", "2001:db8::1", "2001:db9::1"];

    private static readonly Gen<string> Patterns =
        from length in Gen.Choose(1, 5)
        from letters in Gen.ListOf(Gen.Elements('a', 'b', '.', '*', '*'), length)
        select new string([.. letters]);

    private static readonly Gen<(string Kind, string Subject)> Subjects = Gen.OneOf(
        Patterns.Select(p => (SubjectKinds.Glob, p)), Gen.Elements(Ids).Select(i => (SubjectKinds.Id, i)), Gen.Constant(("regex", ".*")));

    private static readonly Gen<KeyBounds> Bounds =
        from owner in Gen.Elements(1L, 1L, 1L, 2L)
        from actions in SomeOf(KeyActions.All.ToArray())
        from subjects in Gen.Choose(1, 3).SelectMany(n => Gen.ListOf(Subjects, n))
        from addresses in SomeOf("10.0.0.0/8", "10.0.0.0/16", "10.0.0.1", "0.0.0.0/0", "2001:db8::/32")
        from versions in SomeOf("1.0.0", "2.0.0")
        from single in Gen.Elements(true, false)
        from expires in Gen.Choose(1, 3)
        select new KeyBounds
        {
            OwnerId = owner, Actions = actions, Subjects = [.. subjects], Versions = versions, SingleUse = single, ExpiresAt = expires,
            Addresses = [.. addresses.Select(a => AddressRange.TryParse(a, out AddressRange? range) ? range : throw new ArgumentException(a))],
        };

    // Two keys made apart nearly never nest: mostly the child takes a part over from its maker.
    private static readonly Gen<(KeyBounds Parent, KeyBounds Child)> Pairs =
        from parent in Bounds
        from other in Bounds
        from own in Gen.ListOf(Gen.Elements(true, true, true, true, false), 8)
        let manager = own[0] ? parent with { Actions = [.. parent.Actions.Append(KeyAction.ManageKeys).Distinct()] } : parent
        select (manager, new KeyBounds
        {
            OwnerId = own[1] ? parent.OwnerId : other.OwnerId,
            Actions = [.. (own[2] ? parent.Actions : other.Actions).Where(a => !own[3] || a != KeyAction.ManageKeys)],
            Subjects = own[4] ? parent.Subjects.All(s => s.Kind != "regex") ? parent.Subjects : [(SubjectKinds.Id, "a")] : other.Subjects,
            Addresses = own[5] ? parent.Addresses : other.Addresses,
            Versions = own[6] ? parent.Versions : other.Versions,
            SingleUse = own[7] || other.SingleUse,
            ExpiresAt = Math.Min(parent.ExpiresAt, other.ExpiresAt) + (own[1] ? 0 : 1),
        });

    [Fact]
    public void A_child_reaches_nothing_that_its_maker_does_not() => Holds((parent, child) =>
        KeyAttenuation.Problems(parent, child).Count > 0 || Uses(child).All(use => Reaches(parent, use)));

    [Fact]
    public void A_child_lives_no_longer_and_has_the_same_owner_and_manages_nothing() => Holds((parent, child) =>
        KeyAttenuation.Problems(parent, child).Count > 0 || (child.ExpiresAt <= parent.ExpiresAt && child.OwnerId == parent.OwnerId
            && !child.Actions.Contains(KeyAction.ManageKeys) && (child.SingleUse || !parent.SingleUse)));

    [Fact]
    public void A_key_that_manages_none_makes_none() => Holds((parent, child) =>
        parent.Actions.Contains(KeyAction.ManageKeys) || KeyAttenuation.Problems(parent, child).Count > 0);

    [Fact]
    public void A_key_may_make_its_own_likeness_without_the_action() => Holds((parent, _) =>
    {
        KeyBounds likeness = parent with { Actions = [.. parent.Actions.Where(a => a != KeyAction.ManageKeys)] };
        return !parent.Actions.Contains(KeyAction.ManageKeys) || parent.Subjects.Any(s => s.Kind == "regex") || KeyAttenuation.Problems(parent, likeness).Count == 0;
    });

    [Fact]
    public void A_pattern_covers_another_only_if_it_matches_all_that_the_other_does() => Prop.ForAll(
        Patterns.ToArbitrary(), Patterns.ToArbitrary(), Words().ToArbitrary(), (wide, narrow, word) =>
            !Pattern(wide).Covers(Pattern(narrow)) || !Pattern(narrow).Matches(word) || Pattern(wide).Matches(word)).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

    [Fact]
    public void The_pairs_are_worth_asking()
    {
        // Else the rules above would hold without having said anything.
        var asked = Gen.Sample(Pairs, 2000, 50).ToList();
        Assert.InRange(asked.Count(a => KeyAttenuation.Problems(a.Parent, a.Child).Count == 0 && Uses(a.Child).Any()), 50, 1900);
    }

    private static void Holds(Func<KeyBounds, KeyBounds, bool> rule) =>
        Prop.ForAll(Pairs.ToArbitrary(), pair => rule(pair.Parent, pair.Child)).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));

    private static IEnumerable<(KeyAction Action, string Id, string Version, string Place)> Uses(KeyBounds key) =>
        from action in KeyActions.All
        from id in Ids
        from version in (string[])["1.0.0", "2.0.0", "3.0.0"]
        from place in Places
        let use = (action, id, version, place)
        where Reaches(key, use)
        select use;

    // Deliberately naive: what each list says, word by word.
    private static bool Reaches(KeyBounds key, (KeyAction Action, string Id, string Version, string Place) use) =>
        (key.Actions.Contains(use.Action) || (use.Action == KeyAction.PushVersion && key.Actions.Contains(KeyAction.Push)))
        && key.Subjects.Any(s => s.Kind == SubjectKinds.Glob ? Pattern(s.Subject).Matches(use.Id)
            : s.Kind == SubjectKinds.Id && s.Subject.Equals(use.Id, StringComparison.OrdinalIgnoreCase))
        && (key.Versions.Count == 0 || key.Versions.Contains(use.Version))
        && (key.Addresses.Count == 0 || key.Addresses.Any(a => a.Contains(IPAddress.Parse(use.Place))));

    private static GlobPattern Pattern(string text) => GlobPattern.TryParse(text, out GlobPattern? pattern) ? pattern : throw new ArgumentException(text);

    private static Gen<string> Words() => Gen.Choose(1, 6).SelectMany(n => Gen.ListOf(Gen.Elements('a', 'b', '.', 'A'), n)).Select(l => new string([.. l]));

    private static Gen<T[]> SomeOf<T>(params T[] all) => Gen.SubListOf(all).Select(l => l.ToArray());
}

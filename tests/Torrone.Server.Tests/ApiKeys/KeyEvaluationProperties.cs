using FsCheck;
using FsCheck.Fluent;
using Torrone.Server.ApiKeys;
using Torrone.Server.Http;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>What must hold for every key and every question, tried on thousands of them.</summary>
public sealed class KeyEvaluationProperties
{
    [Fact]
    public void Taking_a_scope_away_only_narrows() => Holds((key, question) =>
        Allows(key, question) || !key.Scopes.Any(scope => Allows(key with { Scopes = [.. key.Scopes.Where(s => s != scope)] }, question)));

    [Fact]
    public void Limiting_addresses_and_versions_further_only_narrows() => Holds((key, question) =>
        Allows(key, question)
        || !(Fewer(key.Addresses, KeyDrafts.AllAddresses).Any(fewer => Allows(key with { Addresses = fewer }, question))
            || Fewer(key.Versions, KeyDrafts.AllVersions).Any(fewer => Allows(key with { Versions = fewer }, question))));

    [Fact]
    public void A_key_that_is_over_or_stopped_never_passes() => Holds((key, question) =>
        ((KeyDraft[])
        [
            key with { Revoked = 1 }, key with { Deleted = 1 }, key with { Frozen = 1 }, key with { Held = 1 }, key with { Expires = question.Now },
            key with { SecretEnds = question.Now }, key with { HolderLocked = 1 }, key with { Confirmed = false },
        ]).All(dead => !Allows(dead, question)));

    [Fact]
    public void Nor_does_a_key_whose_parent_is() => Holds((key, question) => key.Parent is not { } parent
        || ((KeyDraft[])
        [
            parent with { Revoked = 1 }, parent with { Deleted = 1 }, parent with { Frozen = 1 }, parent with { Held = 1 },
            parent with { Expires = question.Now }, parent with { HolderLocked = 1 },
        ]).All(dead => !Allows(key with { Parent = dead }, question)));

    [Fact]
    public void A_child_never_does_what_its_parent_could_not() => Holds((key, question) =>
        key.Parent is null || !Allows(key, question) || Allows(key.Parent with { UsedUp = false }, question));

    [Fact]
    public void A_child_never_manages_keys() => Holds((key, question) =>
        key.Parent is null || question.Operation != KeyOperation.ManageKeys || !Allows(key, question));

    [Fact]
    public void What_may_be_verified_may_be_pushed() => Holds((key, question) =>
        !Allows(key, question with { Operation = KeyOperation.Verify }) || Allows(key, question with { Operation = KeyOperation.Push }));

    [Fact]
    public void A_used_up_key_lets_nothing_pass_but_the_rest_of_its_one_use() => Holds((key, question) =>
        !key.UsedUp || !Allows(key, question) || (question.PackageId.Equals("Contoso.Json", StringComparison.OrdinalIgnoreCase)
            && question.LowerVersion == "1.0.0"
            && (question.Operation == KeyOperation.PushSymbols || (question.Operation == KeyOperation.Push && question.SessionId == "session"))));

    [Fact]
    public void Allowed_means_that_one_scope_has_it_all() => Holds((key, question) =>
    {
        KeyDecision decision = Decide(key, question);
        return !decision.IsAllowed || key.Scopes.Any(s => s.FeedId == question.FeedId && s.OwnerId == decision.OwnerId
            && (question.Operation == KeyOperation.ManageKeys || s.Covers(question.PackageId))
            && (s.OwnerId == 10 || (s.MembershipId is not null && s.MembershipStands == 1)) && s.OwnerLockedAt is null
            && (s.OwnerDemandsSecondFactor == 0 || key.SecondFactor) && (s.OwnerKeyActions?.Split(',').Contains(s.Action) ?? true) && Fits(s.Action, question));
    });

    [Fact]
    public void Nobody_changes_what_its_owner_does_not_own() => Holds((key, question) =>
    {
        KeyDecision decision = Decide(key, question);
        PackageStanding standing = question.Standing;
        return !decision.IsAllowed || question.Operation is KeyOperation.Read or KeyOperation.ManageKeys || standing.OwnerIds.Contains(decision.OwnerId)
            || (question.Operation is KeyOperation.Push or KeyOperation.Verify && !standing.Exists && (standing.ReservedFor?.Contains(decision.OwnerId) ?? true));
    });

    [Fact]
    public void The_explanation_names_the_rule_that_decides() => Holds((key, question) =>
    {
        PresentedKey built = key.Build();
        Refusal? refusal = KeyEvaluation.Decide(built, question).Refusal;
        KeyExplanation explanation = KeyExplanation.Of(built, question);
        return explanation.FirstFailure?.Refusal?.Code == refusal?.Code && explanation.Refusal?.Sentence == refusal?.Sentence
            && explanation.Steps.Select(s => s.Rule).SequenceEqual(Enum.GetValues<KeyRule>());
    });

    [Fact]
    public void Every_refusal_is_one_printable_line_with_a_code() => Holds((key, question) =>
        Decide(key, question).Refusal is not { } refusal
        || (refusal.Status is 401 or 403 && refusal.Code.Length > 0 && refusal.Sentence.Length is > 20 and < 400 && refusal.Sentence.All(c => c is >= ' ' and <= '~')));

    [Fact]
    public void The_questions_are_worth_asking()
    {
        // A generator whose keys are all refused would let the rules above pass without having said anything.
        var asked = Gen.Sample(Gen.Zip(KeyDrafts.Keys, KeyDrafts.Questions), 4000, 50).ToList();
        Assert.InRange(asked.Count(a => Allows(a.Item1, a.Item2)), 100, 3000);
        Assert.InRange(asked.Count(a => a.Item1.Parent is not null && Allows(a.Item1, a.Item2)), 10, 3000);
        Assert.True(asked.Select(a => KeyExplanation.Of(a.Item1.Build(), a.Item2).FirstFailure?.Rule).Distinct().Count() > 13);
    }

    private static void Holds(Func<KeyDraft, KeyQuestion, bool> rule) =>
        Prop.ForAll(KeyDrafts.Keys.ToArbitrary(), KeyDrafts.Questions.ToArbitrary(), rule).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static KeyDecision Decide(KeyDraft key, KeyQuestion question) => KeyEvaluation.Decide(key.Build(), question);

    private static bool Allows(KeyDraft key, KeyQuestion question) => Decide(key, question).IsAllowed;

    // None means everything: fewer than that is any limit at all.
    private static IEnumerable<IReadOnlyList<string>> Fewer(IReadOnlyList<string> limits, string[] all) => limits.Count == 0
        ? all.Select(one => (IReadOnlyList<string>)[one])
        : limits.Count == 1 ? [] : limits.Select(left => (IReadOnlyList<string>)[.. limits.Where(l => l != left)]);

    private static bool Fits(string action, KeyQuestion question) => question.Operation switch
    {
        KeyOperation.Push or KeyOperation.PushSymbols or KeyOperation.Verify => action == "push" || (action == "push-version" && question.Standing.Exists),
        KeyOperation.Read => action == "read",
        KeyOperation.ManageKeys => action == "manage-keys",
        _ => action == "unlist",
    };
}

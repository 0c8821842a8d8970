using FsCheck;
using FsCheck.Fluent;
using Torrone.Server.ApiKeys;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>What must hold for every key and every question, tried on thousands of them.</summary>
public sealed class KeyEvaluationProperties
{
    private static readonly string[] Actions = ["push", "push", "push-version", "unlist", "read", "manage-keys", "everything"];
    private static readonly string[] Subjects = ["*", "*", "Contoso.*", "contoso.json", "Fabrikam.*", "*.Json"];
    private static readonly string[] Ids = ["Contoso.Json", "CONTOSO.XML", "Fabrikam.Json"];
    private static readonly long[] Owners = [10, 10, 20, 20, 30];

    private static readonly Gen<PresentedScope> Scopes =
        from feed in Gen.Elements(1, 1, 1, 2)
        from owner in Gen.Elements(Owners)
        from member in Gen.Elements<long?>(owner == 10 ? null : 7, 7, null)
        from stands in Gen.Elements(1, 1, 0)
        from action in Gen.Elements(Actions)
        from kind in Gen.Elements("glob", "glob", "glob", "id", "regex")
        from subject in Gen.Elements(Subjects)
        from locked in Gen.Frequency((5, Gen.Constant<long?>(null)), (1, Gen.Constant<long?>(1)))
        select new PresentedScope
        {
            FeedId = feed, OwnerId = owner, MembershipId = member, MembershipStands = stands, Action = action, SubjectKind = kind, Subject = subject,
            OwnerLockedAt = locked,
        };

    private static readonly Gen<PresentedKey> Keys =
        from scopes in Gen.Choose(0, 12).SelectMany(n => Gen.ListOf(Scopes, n))
        from type in Gen.Elements("p", "p", "p", "r")
        from expires in Gen.Choose(98, 120)
        from revoked in Rarely()
        from frozen in Rarely()
        from locked in Rarely()
        select new PresentedKey
        {
            PrincipalId = 10, PrincipalConfirmedAt = 1, TypeLetter = type, ExpiresAt = expires, RevokedAt = revoked, FrozenAt = frozen,
            PrincipalLockedAt = locked, Scopes = [.. scopes],
        };

    private static readonly Gen<KeyQuestion> Questions =
        from operation in Gen.Elements(Enum.GetValues<KeyOperation>())
        from id in Gen.Elements(Ids)
        from exists in Gen.Elements(true, false)
        from owner in Gen.Elements(Owners)
        from reserved in Gen.Elements<IReadOnlyCollection<long>?>(null, new long[] { 20 }, Array.Empty<long>())
        select new KeyQuestion(operation, 1, id, new PackageStanding(exists, exists ? [owner] : [], exists ? null : reserved), 100);

    [Fact]
    public void Taking_a_scope_away_only_narrows() => Holds((key, question) =>
        Allows(key, question) || !WithoutOne(key).Any(less => Allows(less, question)));

    [Fact]
    public void A_revoked_or_expired_key_never_passes() => Holds((key, question) =>
        !Allows(Changed(key, revoked: 1, expires: key.ExpiresAt), question) && !Allows(Changed(key, revoked: null, expires: question.Now), question));

    [Fact]
    public void Allowed_means_that_one_scope_has_it_all() => Holds((key, question) =>
    {
        KeyDecision decision = KeyEvaluation.Decide(key, question);
        return !decision.IsAllowed || key.Scopes.Any(s => s.FeedId == question.FeedId && s.OwnerId == decision.OwnerId && (question.Operation == KeyOperation.ManageKeys || s.Covers(question.PackageId))
            && (s.OwnerId == key.PrincipalId || (s.MembershipId is not null && s.MembershipStands == 1)) && s.OwnerLockedAt is null && Fits(s.Action, question));
    });

    [Fact]
    public void Nobody_changes_what_its_owner_does_not_own() => Holds((key, question) =>
    {
        KeyDecision decision = KeyEvaluation.Decide(key, question);
        PackageStanding standing = question.Standing;
        return !decision.IsAllowed || question.Operation is KeyOperation.Read or KeyOperation.ManageKeys || standing.OwnerIds.Contains(decision.OwnerId)
            || (question.Operation is KeyOperation.Push or KeyOperation.Verify && !standing.Exists && (standing.ReservedFor?.Contains(decision.OwnerId) ?? true));
    });

    [Fact]
    public void Every_refusal_is_one_printable_line_with_a_code() => Holds((key, question) =>
        KeyEvaluation.Decide(key, question).Refusal is not { } refusal
        || (refusal.Status is 401 or 403 && refusal.Code.Length > 0 && refusal.Sentence.Length is > 20 and < 400 && refusal.Sentence.All(c => c is >= ' ' and <= '~')));

    [Fact]
    public void The_questions_are_worth_asking()
    {
        // A generator whose keys are all refused would let the rules above pass without having said anything.
        var asked = Gen.Sample(Gen.Zip(Keys, Questions), 2000, 50).ToList();
        Assert.InRange(asked.Count(a => Allows(a.Item1, a.Item2)), 60, 1500);
    }

    private static void Holds(Func<PresentedKey, KeyQuestion, bool> rule) =>
        Prop.ForAll(Keys.ToArbitrary(), Questions.ToArbitrary(), rule).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static bool Allows(PresentedKey key, KeyQuestion question) => KeyEvaluation.Decide(key, question).IsAllowed;

    private static IEnumerable<PresentedKey> WithoutOne(PresentedKey key) =>
        key.Scopes.Select((_, at) => Changed(key, key.RevokedAt, key.ExpiresAt, [.. key.Scopes.Where((_, i) => i != at)]));

    private static PresentedKey Changed(PresentedKey key, long? revoked, long expires, IReadOnlyList<PresentedScope>? scopes = null) => new()
    {
        PrincipalId = key.PrincipalId, PrincipalConfirmedAt = key.PrincipalConfirmedAt, TypeLetter = key.TypeLetter, ExpiresAt = expires, RevokedAt = revoked,
        FrozenAt = key.FrozenAt, PrincipalLockedAt = key.PrincipalLockedAt, Scopes = scopes ?? key.Scopes,
    };

    private static bool Fits(string action, KeyQuestion question) => question.Operation switch
    {
        KeyOperation.Push or KeyOperation.PushSymbols or KeyOperation.Verify => action == "push" || (action == "push-version" && question.Standing.Exists),
        KeyOperation.Read => action == "read",
        KeyOperation.ManageKeys => action == "manage-keys",
        _ => action == "unlist",
    };

    private static Gen<long?> Rarely() => Gen.Frequency((19, Gen.Constant<long?>(null)), (1, Gen.Constant<long?>(50)));
}

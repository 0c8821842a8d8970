using Torrone.Server.ApiKeys;
using Torrone.Server.Http;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>Each rule of the evaluation by an example, with the refusal it answers.</summary>
public sealed class KeyEvaluationTests
{
    private const long Now = 1_000_000;
    private const long Feed = 1;
    private const long Me = 10;
    private const long Team = 20;
    private const long Stranger = 30;

    private static readonly PackageStanding Free = new(false, [], null);
    private static readonly PackageStanding Mine = new(true, [Me], null);
    private static readonly PackageStanding Teams = new(true, [Team], null);
    private static readonly PackageStanding Foreign = new(true, [Stranger], null);

    [Fact]
    public void Push_of_a_free_id_makes_the_scopes_owner_its_owner() => Allowed(Me, Key(Scope("push")), KeyOperation.Push, Free);

    [Fact]
    public void Push_covers_new_versions_too() => Allowed(Me, Key(Scope("push")), KeyOperation.Push, Mine);

    [Fact]
    public void Push_version_pushes_what_exists() => Allowed(Me, Key(Scope("push-version")), KeyOperation.Push, Mine);

    [Fact]
    public void Push_version_makes_nothing_new()
    {
        Refusal refusal = Refused(403, "scope-action", Key(Scope("push-version")), KeyOperation.Push, Free);
        Assert.Contains("only new versions", refusal.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KeyOperation.Unlist)]
    [InlineData(KeyOperation.Relist)]
    public void Unlist_hides_and_shows(KeyOperation operation)
    {
        Allowed(Me, Key(Scope("unlist")), operation, Mine);
        Refused(403, "scope-action", Key(Scope("push"), Scope("push-version"), Scope("read")), operation, Mine);
    }

    [Fact]
    public void Unlist_does_not_push() => Refused(403, "scope-action", Key(Scope("unlist")), KeyOperation.Push, Mine);

    [Fact]
    public void Nobody_unlists_what_is_not_there() => Refused(403, "not-owner", Key(Scope("unlist")), KeyOperation.Unlist, Free);

    [Fact]
    public void No_scope_means_nothing() => Refused(403, "scope-action", Key(), KeyOperation.Push, Mine);

    [Theory]
    [InlineData("")]
    [InlineData("PUSH")]
    [InlineData("all")]
    [InlineData("push ")]
    public void An_unknown_word_means_nothing(string action) =>
        Refused(403, "scope-action", Key(Scope(action)), KeyOperation.Push, Mine);

    [Theory]
    [InlineData("glob", "Contoso.*")]
    [InlineData("glob", "contoso.json")]
    [InlineData("id", "CONTOSO.JSON")]
    public void A_subject_covers(string kind, string subject) => Allowed(Me, Key(Scope("push", kind, subject)), KeyOperation.Push, Mine);

    [Theory]
    [InlineData("glob", "Fabrikam.*")]
    [InlineData("glob", "")]
    [InlineData("glob", "Contoso/*")]
    [InlineData("id", "Contoso.*")]
    [InlineData("id", "")]
    [InlineData("regex", ".*")]
    public void A_subject_does_not_cover(string kind, string subject) =>
        Refused(403, "scope-package", Key(Scope("push", kind, subject)), KeyOperation.Push, Mine);

    [Fact]
    public void One_scope_must_have_both_the_action_and_the_id() => Refused(403, "scope-package",
        Key(Scope("push", "glob", "Fabrikam.*"), Scope("unlist", "glob", "Contoso.*")), KeyOperation.Push, Mine);

    [Fact]
    public void Another_feeds_scope_means_nothing() =>
        Refused(403, "scope-action", Key(Scope("push", feed: 2)), KeyOperation.Push, Mine);

    [Fact]
    public void What_another_owns_is_refused() => Refused(403, "not-owner", Key(Scope("push")), KeyOperation.Push, Foreign);

    [Fact]
    public void A_key_for_oneself_does_not_reach_the_teams_packages() => Refused(403, "not-owner", Key(Scope("push")), KeyOperation.Push, Teams);

    [Fact]
    public void A_member_acts_for_the_team() => Allowed(Team, Key(TeamScope(stands: 1)), KeyOperation.Push, Teams);

    [Fact]
    public void A_former_member_does_not() => Refused(403, "membership-ended", Key(TeamScope(stands: 0)), KeyOperation.Push, Teams);

    [Fact]
    public void A_scope_for_another_without_membership_does_not() => Refused(403, "membership-ended",
        Key(new PresentedScope { FeedId = Feed, OwnerId = Team, Action = "push", SubjectKind = "glob", Subject = "*" }), KeyOperation.Push, Teams);

    [Fact]
    public void A_locked_team_is_not_acted_for() => Refused(403, "account-locked", Key(TeamScope(stands: 1, locked: 5)), KeyOperation.Push, Teams);

    [Fact]
    public void A_reserved_id_is_for_those_it_is_reserved_for()
    {
        Refused(403, "prefix-reserved", Key(Scope("push")), KeyOperation.Push, new PackageStanding(false, [], [Stranger]));
        Refused(403, "prefix-reserved", Key(Scope("push")), KeyOperation.Push, new PackageStanding(false, [], []));
        Allowed(Team, Key(Scope("push"), TeamScope(stands: 1)), KeyOperation.Push, new PackageStanding(false, [], [Team]));
    }

    [Fact]
    public void A_reservation_does_not_bind_who_owns_the_package_already() =>
        Allowed(Me, Key(Scope("push")), KeyOperation.Push, new PackageStanding(true, [Me], [Stranger]));

    [Fact]
    public void A_reading_key_only_reads()
    {
        PresentedKey key = Given(scopes: [Scope("read"), Scope("push"), Scope("unlist")], type: "r");
        Allowed(Me, key, KeyOperation.Read, Mine);
        Refused(403, "scope-action", key, KeyOperation.Push, Mine);
        Refused(403, "scope-action", key, KeyOperation.Unlist, Mine);
        Refused(403, "scope-action", Key(Scope("push")), KeyOperation.Read, Mine);
    }

    [Fact]
    public void A_key_ends_at_the_millisecond_of_its_expiry()
    {
        Allowed(Me, Given(expires: Now + 1), KeyOperation.Push, Mine);
        Refused(401, "key-expired", Given(expires: Now), KeyOperation.Push, Mine);
    }

    [Fact]
    public void A_secret_that_was_replaced_ends_before_its_key() =>
        Refused(401, "key-expired", Given(secretEnds: Now), KeyOperation.Push, Mine);

    [Fact]
    public void Each_state_has_its_refusal()
    {
        Refused(401, "key-revoked", Given(revoked: 5), KeyOperation.Push, Mine);
        Refused(401, "key-unknown", Given(deleted: 5), KeyOperation.Push, Mine);
        Refused(403, "key-frozen", Given(frozen: 5), KeyOperation.Push, Mine);
        Refused(403, "account-locked", Given(locked: 5), KeyOperation.Push, Mine);
        Refused(403, "account-unconfirmed", Given(confirmed: null), KeyOperation.Push, Mine);
    }

    [Fact]
    public void An_organization_itself_needs_no_confirmed_address() =>
        Allowed(Me, Given(kind: 1, confirmed: null), KeyOperation.Push, Mine);

    private static void Allowed(long owner, PresentedKey key, KeyOperation operation, PackageStanding standing)
    {
        KeyDecision decision = KeyEvaluation.Decide(key, new KeyQuestion(operation, Feed, "Contoso.Json", standing, Now));
        Assert.Null(decision.Refusal);
        Assert.Equal(owner, decision.OwnerId);
    }

    private static Refusal Refused(int status, string code, PresentedKey key, KeyOperation operation, PackageStanding standing)
    {
        KeyDecision decision = KeyEvaluation.Decide(key, new KeyQuestion(operation, Feed, "Contoso.Json", standing, Now));
        Assert.False(decision.IsAllowed);
        Assert.Equal(0, decision.OwnerId);
        Assert.Equal((status, code), (decision.Refusal.Status, decision.Refusal.Code));
        return decision.Refusal;
    }

    private static PresentedKey Key(params PresentedScope[] scopes) => Given(scopes: scopes);

    private static PresentedKey Given(PresentedScope[]? scopes = null, string type = "p", long expires = Now + 10, long? revoked = null, long? deleted = null,
        long? frozen = null, long? locked = null, long? confirmed = 1, long kind = 0, long? secretEnds = null) => new()
    {
        KeyId = 1, PrincipalId = Me, TypeLetter = type, ExpiresAt = expires, RevokedAt = revoked, DeletedAt = deleted, FrozenAt = frozen,
        PrincipalLockedAt = locked, PrincipalConfirmedAt = confirmed, PrincipalKind = kind, SecretEndsAt = secretEnds, Scopes = scopes ?? [Scope("push")],
    };

    private static PresentedScope Scope(string action, string kind = "glob", string subject = "*", long feed = Feed) =>
        new() { FeedId = feed, OwnerId = Me, Action = action, SubjectKind = kind, Subject = subject };

    private static PresentedScope TeamScope(long stands, long? locked = null) => new()
    {
        FeedId = Feed, OwnerId = Team, MembershipId = 7, MembershipStands = stands, OwnerLockedAt = locked, Action = "push", SubjectKind = "glob", Subject = "*",
    };
}

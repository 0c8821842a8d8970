namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>What a key is to be, read and checked: the same for a new key and for an edited one.</summary>
internal sealed class KeyContents
{
    private KeyContents(string name, IReadOnlyList<KeyAction> actions, KeySubjects subjects, KeyRestrictions restrictions)
    {
        Name = name.Trim();
        Actions = [.. actions.Distinct().Order()];
        Subjects = subjects.All;
        Restrictions = restrictions;
        KeyProblem?[] problems = [KeyNames.Problem(name), ActionsProblem(actions)];
        Problems = [.. problems.OfType<KeyProblem>(), .. subjects.Problems, .. restrictions.Problems];
    }

    public string Name { get; }

    public IReadOnlyList<KeyAction> Actions { get; }

    public IReadOnlyList<(string Kind, string Subject)> Subjects { get; }

    public KeyRestrictions Restrictions { get; }

    public bool SingleUse { get; private init; }

    /// <summary>UTC Unix milliseconds.</summary>
    public long ExpiresAt { get; private init; }

    public int LifetimeDays { get; private init; }

    /// <summary>What is wrong whoever the owner is.</summary>
    public IReadOnlyList<KeyProblem> Problems { get; }

    /// <param name="now">UTC Unix milliseconds, from which the days of life count.</param>
    public static KeyContents Read(KeyRequest request, long now) => new(request.Name, request.Actions,
        KeySubjects.Read(request.Globs, request.PackageIds), KeyRestrictions.Read(request.Addresses, request.Versions))
    {
        SingleUse = request.SingleUse,
        ExpiresAt = request.ExpiresAt ?? now + (request.LifetimeDays * KeyWarnings.Day),
        LifetimeDays = request.ExpiresAt is { } at ? DaysUntil(at, now) : request.LifetimeDays,
    };

    /// <summary>An edited key lives as long as before.</summary>
    public static KeyContents Read(KeyChange change, KeyDetails key) => new(change.Name ?? key.Name, change.Actions ?? key.Actions,
        KeySubjects.Read(change.Globs ?? key.Globs, change.PackageIds ?? key.PackageIds),
        KeyRestrictions.Read(change.Addresses ?? key.Addresses, change.Versions ?? key.Versions))
    {
        SingleUse = change.SingleUse ?? key.SingleUse != 0,
        ExpiresAt = key.ExpiresAt,
        LifetimeDays = key.LifetimeDays,
    };

    /// <summary>What the owner's policy of today has against it.</summary>
    public IEnumerable<KeyProblem> PolicyProblems(KeyOwner owner, long now)
    {
        KeyProblem?[] problems =
        [
            owner.Problem,
            owner.ActionProblem(Actions),
            ExpiresAt <= now || LifetimeDays < 1 || ExpiresAt > now + (owner.MaxDays * KeyWarnings.Day) ? KeyProblem.Of("expiry", "ProblemExpiry", owner.MaxDays) : null,
        ];
        return problems.OfType<KeyProblem>();
    }

    public KeyBounds Bounds(long ownerId) => new()
    {
        OwnerId = ownerId,
        Actions = Actions,
        Subjects = Subjects,
        Addresses = Restrictions.Addresses,
        Versions = Restrictions.Versions,
        SingleUse = SingleUse,
        ExpiresAt = ExpiresAt,
    };

    // What a key makes does no more than itself, so with the one action alone it could make nothing.
    private static KeyProblem? ActionsProblem(IReadOnlyList<KeyAction> actions) =>
        actions.Count == 0 ? KeyProblem.Of("actions", "ProblemNoAction")
        : actions.All(a => a == KeyAction.ManageKeys) ? KeyProblem.Of("actions", "ProblemManagesNothing")
        : null;

    // Clamped: the policy refuses what is too long, and no arithmetic may overflow before it does.
    private static int DaysUntil(long at, long now) =>
        (int)Math.Clamp(Math.Ceiling((at - (double)now) / KeyWarnings.Day), 0, 100_000);
}

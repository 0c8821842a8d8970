namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Somebody a key may act for, with what that owner demands of its keys today.</summary>
public sealed record KeyOwner
{
    public required long Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The membership behind it; null when the owner is the key's principal itself.</summary>
    public long? MembershipId { get; init; }

    public bool IsOrganization { get; init; }

    /// <summary>True when the person administers the organization, and so may make keys that are the organization's own.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>The longest life of a key for this owner, in days: the site's maximum or the organization's lower one.</summary>
    public required int MaxDays { get; init; }

    /// <summary>The actions that a key for this owner may carry; every one unless the organization's policy says less.</summary>
    public IReadOnlyList<KeyAction> Actions { get; init; } = KeyActions.All;

    /// <summary>Why no key can be made for this owner now (administrators only, a second factor is missing); null when it can.</summary>
    public KeyProblem? Problem { get; init; }

    /// <summary>Why a key with these actions cannot be had for this owner; null when it can.</summary>
    internal KeyProblem? ActionProblem(IEnumerable<KeyAction> actions) => actions.Except(Actions).ToList() is { Count: > 0 } refused
        ? KeyProblem.Of("actions", "ProblemActionPolicy", Name, string.Join(", ", refused.Select(a => ApiKeysText.Text["Action." + a.Name()])))
        : null;
}

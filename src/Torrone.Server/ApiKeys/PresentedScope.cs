namespace Torrone.Server.ApiKeys;

/// <summary>One line of what a key may do, as read from the database together with what has become of its owner since.</summary>
public sealed class PresentedScope
{
    private GlobPattern? _pattern;

    public long FeedId { get; init; }

    /// <summary>For whom the key acts: its principal, or an organization.</summary>
    public long OwnerId { get; init; }

    public string OwnerName { get; init; } = "";

    /// <summary>The membership through which the principal acts for another owner; null when it acts for itself.</summary>
    public long? MembershipId { get; init; }

    /// <summary>1 while that very membership row still stands. A person who left and came back has another row.</summary>
    public long MembershipStands { get; init; }

    /// <summary>When the owner was locked, UTC Unix milliseconds; null when it is not.</summary>
    public long? OwnerLockedAt { get; init; }

    public long? OwnerDeletedAt { get; init; }

    /// <summary>1 when the owner is an organization whose members need a second factor.</summary>
    public long OwnerDemandsSecondFactor { get; init; }

    /// <summary>The words of the actions that the owner's policy lets keys carry, joined by commas; null: every action.</summary>
    public string? OwnerKeyActions { get; init; }

    /// <summary>The owner's own number of new ids that freezes a key; null: the site's.</summary>
    public long? OwnerFreezeNewIds { get; init; }

    /// <summary>The action's word; one that this program does not know allows nothing.</summary>
    public string Action { get; init; } = "";

    /// <summary>"glob" or "id"; anything else matches nothing.</summary>
    public string SubjectKind { get; init; } = "";

    public string Subject { get; init; } = "";

    /// <summary>The action; null for a word that this program does not know.</summary>
    public KeyAction? Allows => KeyActions.Parse(Action);

    /// <summary>True while the owner's policy lets keys carry the action.</summary>
    public bool PolicyAllowsAction => OwnerKeyActions is null
        || OwnerKeyActions.Split(',', StringSplitOptions.TrimEntries).Contains(Action, StringComparer.Ordinal);

    /// <summary>True when the subject covers the package id.</summary>
    public bool Covers(string packageId) => SubjectKind switch
    {
        SubjectKinds.Glob => Pattern() is { } pattern && pattern.Matches(packageId),
        SubjectKinds.Id => Subject.Length > 0 && Subject.Equals(packageId, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <summary>True while the principal may act for the owner: it is the owner, or its membership still stands.</summary>
    public bool ActsFor(long principalId) => MembershipId is null ? OwnerId == principalId : MembershipStands == 1;

    // Read once, and from several threads at worst more than once: a key that reads is kept for a moment and shared.
    private GlobPattern? Pattern()
    {
        if (_pattern is { } known)
        {
            return known;
        }

        return GlobPattern.TryParse(Subject, out GlobPattern? read) ? _pattern = read : null;
    }
}

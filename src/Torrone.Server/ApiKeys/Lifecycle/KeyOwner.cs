namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Somebody a person's key may act for.</summary>
public sealed record KeyOwner
{
    public required long Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The membership behind it; null for the person itself.</summary>
    public long? MembershipId { get; init; }

    /// <summary>The longest life of a key for this owner, in days: the site's maximum or the organization's lower one.</summary>
    public required int MaxDays { get; init; }
}

namespace Torrone.Server.Organizations;

/// <summary>What an organization demands of the keys that act for it and of its members.</summary>
public sealed record OrganizationPolicy
{
    /// <summary>The longest life of a key, in days; null: the site's maximum alone.</summary>
    public long? MaxKeyDays { get; init; }

    /// <summary>Members without a second factor may neither make keys for the organization nor act for it in the pages.</summary>
    public bool SecondFactorRequired { get; init; }

    /// <summary>True when only its administrators may make keys that act for it; false when every member may.</summary>
    public bool KeysByAdminsOnly { get; init; }

    /// <summary>Names of the actions that its keys may carry; null: every one. An empty list allows none.</summary>
    public IReadOnlyList<string>? KeyActions { get; init; }

    /// <summary>New ids beyond its past in ten minutes that freeze a key, 0: never; null: the site's setting.</summary>
    public long? FreezeNewIds { get; init; }
}

namespace Torrone.Server.Organizations;

/// <summary>What everybody may know of an organization.</summary>
public sealed class OrganizationProfile
{
    /// <summary>The row's number; never leaves the server.</summary>
    public long PrincipalId { get; init; }

    public string Name { get; init; } = "";
}

namespace Torrone.Server.Packages.Owners;

/// <summary>The owners of one package as somebody who may change them sees them.</summary>
public sealed record PackageOwnership
{
    public required string DisplayId { get; init; }

    public required IReadOnlyList<OwnerRow> Owners { get; init; }

    /// <summary>Requests that wait, newest first.</summary>
    public required IReadOnlyList<OwnerRequest> Waiting { get; init; }

    /// <summary>False for a collaborator of an owning organization: such a member may look.</summary>
    public required bool MayChange { get; init; }

    /// <summary>How many more can be asked, with those who own it and those who are asked already.</summary>
    public int Room => Math.Max(0, OwnerLimits.MostOwners - Owners.Count - Waiting.Count);
}

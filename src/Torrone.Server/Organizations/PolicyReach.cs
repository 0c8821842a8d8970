namespace Torrone.Server.Organizations;

/// <summary>What a policy would hit today, by number: what exists goes on, until it ends or is to be renewed, unless the sentence says else.</summary>
/// <param name="LongKeys">Keys for the organization that end later than a new one could.</param>
/// <param name="KeysWithOtherActions">Keys for it that may do what the policy does not allow.</param>
/// <param name="KeysOfCollaborators">Keys for it of members who may no longer make any.</param>
/// <param name="MembersWithoutFactor">Members who would have to add a second factor before they can act.</param>
/// <param name="KeysOfMembersWithoutFactor">Keys for it of these members.</param>
public sealed record PolicyReach(
    long LongKeys, long KeysWithOtherActions, long KeysOfCollaborators, long MembersWithoutFactor, long KeysOfMembersWithoutFactor)
{
    /// <summary>True when it hits nothing.</summary>
    public bool IsNothing => LongKeys + KeysWithOtherActions + KeysOfCollaborators + MembersWithoutFactor + KeysOfMembersWithoutFactor == 0;
}

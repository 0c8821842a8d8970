using Torrone.Server.ApiKeys;

namespace Torrone.Server.Tests.Authorization;

/// <summary>Who the key is and for whom it acts.</summary>
public enum Acting
{
    PersonForItself,
    TeamForItself,
    CollaboratorForTeam,
    AdminForTeam,
    FormerMemberForTeam,
    ReturnedMemberForTeam,
    StrangerForTeam,
}

/// <summary>What became of the key. Those from ChildOfGood on were made by another key.</summary>
public enum KeyFate
{
    Good,
    Expired,
    Revoked,
    Deleted,
    Frozen,
    Held,
    SecretReplaced,
    UsedUp,
    ChildOfGood,
    ChildOfRevoked,
    ChildOfExpired,
    ChildOfFrozen,
    ChildOfNarrower,
}

/// <summary>What became of the people around it.</summary>
public enum Trouble
{
    None,
    HolderLocked,
    HolderUnconfirmed,
    TeamLocked,
    TeamDemandsSecondFactor,
    TeamLetsKeysOnlyRead,
}

/// <summary>The package it is used for: one that is there, or a new id.</summary>
public enum Target
{
    HoldersOwn,
    Teams,
    Strangers,
    NewAndFree,
    NewUnderPrefixOfHolder,
    NewUnderPrefixOfTeam,
    NewUnderPrefixOfStranger,
}

/// <summary>One cell of the matrix.</summary>
/// <param name="Action">The word of the key's one action.</param>
public sealed record MatrixCase(Acting Acting, KeyFate Fate, string Action, Trouble Trouble, Target Target, KeyOperation Operation);

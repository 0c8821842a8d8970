namespace Torrone.Server.Accounts.Outside;

/// <summary>How a return from an outside provider can end.</summary>
public enum OutsideOutcome
{
    /// <summary>There was none, or it is too long ago.</summary>
    Nothing,

    /// <summary>The identity's account is signed in, or at its second step.</summary>
    SignedIn,

    /// <summary>Who was signed in already has come again.</summary>
    Proved,

    /// <summary>Nobody's identity so far, and somebody is signed in who may link it.</summary>
    ToLink,

    /// <summary>Nobody's identity, and nobody is signed in.</summary>
    Unknown,

    /// <summary>Another's than who is signed in.</summary>
    AnothersLink,

    /// <summary>The account is locked.</summary>
    Locked,
}

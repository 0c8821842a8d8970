namespace Torrone.Server.Accounts.Links;

/// <summary>What a one-time link is for. A link for one purpose is nothing for another.</summary>
internal static class LinkPurpose
{
    /// <summary>Proves that the holder reads the address's mail.</summary>
    public const string Confirm = "confirm";

    /// <summary>Sets a new password.</summary>
    public const string Reset = "reset";

    /// <summary>Makes the first administrator.</summary>
    public const string SetUp = "setup";

    /// <summary>Never mailed: the first step of a sign-in is done, the second factor is awaited.</summary>
    public const string SecondStep = "second-step";

    /// <summary>Makes the address in its payload the account's.</summary>
    public const string NewEmail = "email";

    /// <summary>Gives an account back the address in its payload, that it had before.</summary>
    public const string UndoEmail = "email-undo";

    /// <summary>Never mailed: an outside provider named somebody, and the page that acts on it is awaited.</summary>
    public const string Outside = "outside";

    /// <summary>No link at all: a name that somebody asked for with an address that has an account.</summary>
    public const string TakenName = "name";
}

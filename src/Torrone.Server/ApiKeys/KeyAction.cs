namespace Torrone.Server.ApiKeys;

/// <summary>What a scope allows. Kept in the database by name; see <see cref="KeyActions"/>.</summary>
public enum KeyAction
{
    /// <summary>Push new packages and new versions of existing ones.</summary>
    Push,

    /// <summary>Push new versions of packages that exist already.</summary>
    PushVersion,

    /// <summary>Unlist and relist versions.</summary>
    Unlist,

    /// <summary>Read from a feed that is not open to everybody.</summary>
    Read,

    /// <summary>Make and end other keys through the API.</summary>
    ManageKeys,
}

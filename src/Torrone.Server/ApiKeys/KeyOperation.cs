namespace Torrone.Server.ApiKeys;

/// <summary>What somebody wants to do with a key.</summary>
public enum KeyOperation
{
    /// <summary>Publish a version.</summary>
    Push,

    /// <summary>Hide a version.</summary>
    Unlist,

    /// <summary>Show a hidden version again.</summary>
    Relist,

    /// <summary>Read from a feed that is not open to everybody. Without a package id: from the feed as such (its index, search).</summary>
    Read,

    /// <summary>Publish the symbols of a version that exists.</summary>
    PushSymbols,

    /// <summary>Show to somebody else's server that one may push an id.</summary>
    Verify,

    /// <summary>Make and end keys that are narrower than this one. Names no package.</summary>
    ManageKeys,

    /// <summary>Say of versions that they should no longer be used, or take that back.</summary>
    Deprecate,
}

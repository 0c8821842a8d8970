namespace Torrone.Server.Packages.Deprecate;

/// <summary>What becomes of the versions' places in search when they are deprecated.</summary>
public enum ListingChange
{
    /// <summary>Nothing.</summary>
    Unchanged,

    /// <summary>They are hidden.</summary>
    Unlist,

    /// <summary>They are shown again.</summary>
    Relist,
}

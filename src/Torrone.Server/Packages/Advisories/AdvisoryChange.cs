namespace Torrone.Server.Packages.Advisories;

/// <summary>What an import does with an advisory.</summary>
public enum AdvisoryChange
{
    /// <summary>It was not there.</summary>
    New,

    /// <summary>It takes the place of an earlier form of itself.</summary>
    Changed,

    /// <summary>It is there already, just so.</summary>
    Same,

    /// <summary>A later form of it is there already, and stays.</summary>
    Older,
}

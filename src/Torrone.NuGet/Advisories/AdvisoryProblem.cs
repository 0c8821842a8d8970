namespace Torrone.NuGet.Advisories;

/// <summary>Why something in a file was not taken in.</summary>
public enum AdvisoryProblem
{
    /// <summary>It is not JSON, or nested deeper than anybody needs.</summary>
    NotJson,

    /// <summary>It is JSON, and no advisory of a form that is known.</summary>
    NotAnAdvisory,

    /// <summary>It has no identifier, or one that is none.</summary>
    Identifier,

    /// <summary>It names a package that cannot be one.</summary>
    PackageId,

    /// <summary>It says which versions are weak in a way that is not understood. Guessing would call weak versions clean.</summary>
    Range,

    /// <summary>It names no version at all, so that nothing can be said.</summary>
    NoVersions,

    /// <summary>It has more packages, ranges, versions or aliases than <see cref="AdvisoryLimits"/> allow.</summary>
    TooMuch,

    /// <summary>A time in it is none.</summary>
    Time,

    /// <summary>The file is larger than may be.</summary>
    TooLarge,

    /// <summary>The archive is broken, or not what it says.</summary>
    Archive,

    /// <summary>There is more than may be taken in at once; what is left was not looked at.</summary>
    TooMany,
}

namespace Torrone.Server.Packages.Delete;

/// <summary>Why a version was not deleted.</summary>
public enum DeleteProblem
{
    /// <summary>It was.</summary>
    None,

    /// <summary>There is no such version, or it was deleted before.</summary>
    NotFound,

    /// <summary>No reason was given, or one longer than <see cref="DeleteVersion.LongestReason"/>.</summary>
    Reason,

    /// <summary>The session's proof is older than 30 minutes.</summary>
    ProofTooOld,
}

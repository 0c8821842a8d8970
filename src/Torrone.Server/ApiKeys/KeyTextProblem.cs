namespace Torrone.Server.ApiKeys;

/// <summary>Why a text is not a key.</summary>
public enum KeyTextProblem
{
    None,

    /// <summary>Not of the form at all.</summary>
    Malformed,

    /// <summary>Of the form, but with a wrong character.</summary>
    Checksum,
}

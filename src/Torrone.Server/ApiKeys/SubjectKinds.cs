namespace Torrone.Server.ApiKeys;

/// <summary>How a scope names its packages.</summary>
public static class SubjectKinds
{
    /// <summary>By a <see cref="GlobPattern"/>, future ids included.</summary>
    public const string Glob = "glob";

    /// <summary>By one id.</summary>
    public const string Id = "id";
}

namespace Torrone.Server.ApiKeys;

/// <summary>How a rule ended.</summary>
public enum KeyStepResult
{
    Passed,

    Failed,

    /// <summary>A rule before it leaves nothing to ask it about, or it does not concern this use.</summary>
    NotAsked,
}

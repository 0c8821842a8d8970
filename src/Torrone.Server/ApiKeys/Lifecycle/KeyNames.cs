namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>What a key may be called: it stands in lists, letters and the audit log.</summary>
internal static class KeyNames
{
    public static KeyProblem? Problem(string name) => name.Trim() switch
    {
        "" => KeyProblem.Of("name", "ProblemNoName"),
        { Length: > KeyRequest.MaxName } => KeyProblem.Of("name", "ProblemLongName", KeyRequest.MaxName),
        var text when text.Any(char.IsControl) => KeyProblem.Of("name", "ProblemNameCharacters"),
        _ => null,
    };
}

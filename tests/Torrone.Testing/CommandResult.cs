namespace Torrone.Testing;

/// <summary>What a finished command left: its exit code and everything it wrote.</summary>
public sealed record CommandResult(string Command, int ExitCode, string Output, string Error)
{
    /// <summary>Both streams, for assertions on what a person would have seen.</summary>
    public string All => Output + Error;

    /// <summary>Itself when the command succeeded.</summary>
    /// <exception cref="InvalidOperationException">It did not; the message holds all it wrote.</exception>
    public CommandResult Succeeded() => ExitCode == 0 ? this
        : throw new InvalidOperationException($"'{Command}' ended with {ExitCode}:\n{Output}\n{Error}");
}

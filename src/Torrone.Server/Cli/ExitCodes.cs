namespace Torrone.Server.Cli;

/// <summary>What a command answers to its shell.</summary>
public static class ExitCodes
{
    public const int Done = 0;

    /// <summary>Understood and refused; the reason is on standard error.</summary>
    public const int Refused = 1;

    /// <summary>Not understood.</summary>
    public const int Usage = 2;
}

namespace Torrone.Server.ApiKeys;

/// <summary>The words for <see cref="KeyOperation"/> in the history of uses and on the command line. They never change.</summary>
public static class KeyOperations
{
    private static readonly string[] Names = ["push", "unlist", "relist", "read", "push-symbols", "verify", "manage-keys", "deprecate"];

    /// <summary>The operation's word.</summary>
    public static string Name(this KeyOperation operation) => Names[(int)operation];

    /// <summary>The operation of a word; null for any other word (case matters).</summary>
    public static KeyOperation? Parse(string? word) => Array.IndexOf(Names, word) is var at and >= 0 ? (KeyOperation)at : null;
}

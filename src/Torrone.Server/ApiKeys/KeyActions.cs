namespace Torrone.Server.ApiKeys;

/// <summary>The words for <see cref="KeyAction"/> in the database, on the command line and in the API. They never change.</summary>
public static class KeyActions
{
    private static readonly string[] Names = ["push", "push-version", "unlist", "read", "manage-keys"];

    /// <summary>Every action, in the order in which a page or a table shows them.</summary>
    public static IReadOnlyList<KeyAction> All { get; } = Enum.GetValues<KeyAction>();

    /// <summary>The action's word.</summary>
    public static string Name(this KeyAction action) => Names[(int)action];

    /// <summary>The action of a word; null for any other word (case matters), which therefore allows nothing.</summary>
    public static KeyAction? Parse(string? word) =>
        Array.IndexOf(Names, word) is var at and >= 0 ? (KeyAction)at : null;
}

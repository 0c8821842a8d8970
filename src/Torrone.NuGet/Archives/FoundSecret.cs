namespace Torrone.NuGet.Archives;

/// <summary>A secret that lies in a package. No record, so that its text is printed by nobody by accident.</summary>
/// <param name="entry">The entry that holds it.</param>
/// <param name="text">The whole secret, for who must revoke it.</param>
public sealed class FoundSecret(string entry, string text)
{
    public string Entry { get; } = entry;

    /// <summary>The whole secret. For revoking it, and never for a log, a page or an answer.</summary>
    public string Reveal() => text;

    public override string ToString() => Entry;
}

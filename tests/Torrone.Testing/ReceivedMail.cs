namespace Torrone.Testing;

/// <summary>A mail as its reader sees it.</summary>
/// <param name="Raw">The file as it lies there.</param>
/// <param name="Text">The plain text part, decoded.</param>
/// <param name="Html">The HTML part, decoded; empty when there is none.</param>
public sealed record ReceivedMail(string Raw, string To, string Subject, string Text, string Html)
{
    /// <summary>The first address in the text whose path begins so.</summary>
    public Uri Link(string pathStart) => Text.Split([' ', '\r', '\n', '\t', '<', '>', '"'], StringSplitOptions.RemoveEmptyEntries)
        .Select(word => Uri.TryCreate(word, UriKind.Absolute, out Uri? address) ? address : null)
        .FirstOrDefault(address => address is { Scheme: "http" or "https" } && address.AbsolutePath.StartsWith(pathStart, StringComparison.Ordinal))
        ?? throw new InvalidOperationException($"No link to {pathStart}… in the mail '{Subject}':\n{Text}");
}

namespace Torrone.Server.Http;

/// <summary>
/// A "no" with its reason. The sentence is the client's only explanation (it prints the HTTP reason phrase and nothing else), so it
/// says what was wrong and what to do, in one line.
/// </summary>
/// <param name="Status">The HTTP status, 400 to 599.</param>
/// <param name="Code">A stable word for programs, e.g. "key-expired"; the last part of the problem document's type.</param>
/// <param name="Sentence">English, one line. Anything a stranger chose in it is made printable by the writer.</param>
/// <param name="Details">Further sentences, for the body alone.</param>
public sealed record Refusal(int Status, string Code, string Sentence, IReadOnlyList<string>? Details = null)
{
    /// <summary>What a 401 asks for in WWW-Authenticate; null is a key in a header, as publishing wants it.</summary>
    public string? Challenge { get; init; }

    /// <summary>Seconds after which a retry may succeed; null when it never will. Sent as Retry-After up to 15, else only told.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The sentence in the language of whoever reads it now, for a page; null when there is only the English one.</summary>
    public Func<string>? Localized { get; init; }
}

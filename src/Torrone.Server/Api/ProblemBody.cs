namespace Torrone.Server.Api;

/// <summary>A refusal (RFC 9457). For the document alone: the refusals themselves are written in one place for all protocols.</summary>
public sealed record ProblemBody
{
    /// <summary>A name that never changes, urn:torrone:problem: and the code.</summary>
    public required string Type { get; init; }

    /// <summary>What was wrong and what to do.</summary>
    public required string Title { get; init; }

    public required int Status { get; init; }

    /// <summary>The last part of the type.</summary>
    public required string Code { get; init; }

    /// <summary>Everything that is wrong, each with its member where it has one.</summary>
    public IReadOnlyList<string>? Problems { get; init; }

    /// <summary>Finds the request in the server's log.</summary>
    public required string RequestId { get; init; }
}

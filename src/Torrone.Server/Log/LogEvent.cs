namespace Torrone.Server.Log;

/// <summary>Something that happened to a package, as its writer tells it. Personal data stays outside: the actor is a public id.</summary>
/// <param name="Type">One of <see cref="LogTypes"/>.</param>
/// <param name="TypeVersion">The payload's form, from 1.</param>
/// <param name="Payload">JSON. What a reader of the log may rely on for this type and version.</param>
public sealed record LogEvent(
    string Type,
    int TypeVersion,
    long? FeedId,
    string? PackageLowerId,
    string? LowerVersion,
    string? Actor,
    string? RequestId,
    string Payload = "{}");

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>A day of a key's life.</summary>
/// <param name="Date">In UTC.</param>
/// <param name="Allowed">Uses that went through.</param>
/// <param name="Refused">Uses that did not.</param>
public sealed record KeyDay(DateOnly Date, long Allowed, long Refused);

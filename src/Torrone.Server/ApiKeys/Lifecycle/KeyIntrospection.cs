namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>A key, as it is told to whoever holds it.</summary>
/// <param name="Reaches">The ids of its owner's packages of today that it covers, by name.</param>
public sealed record KeyIntrospection(KeyDetails Key, IReadOnlyList<string> Reaches);

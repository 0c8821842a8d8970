namespace Torrone.Server.ApiKeys;

/// <summary>What the gallery knows about the package id that a key is used for.</summary>
/// <param name="Exists">Whether any version was ever published under the id.</param>
/// <param name="OwnerIds">Who owns it; empty for a new id.</param>
/// <param name="ReservedFor">Who may take a new id; null when anybody may.</param>
public sealed record PackageStanding(bool Exists, IReadOnlyCollection<long> OwnerIds, IReadOnlyCollection<long>? ReservedFor);

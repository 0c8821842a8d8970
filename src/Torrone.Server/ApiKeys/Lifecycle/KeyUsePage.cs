namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Some uses of a key, newest first.</summary>
/// <param name="Total">How many there are in the last 90 days.</param>
public sealed record KeyUsePage(IReadOnlyList<KeyUseRecord> Uses, long Total);

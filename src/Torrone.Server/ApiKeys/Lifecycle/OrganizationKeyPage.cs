namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Some keys that act for an organization.</summary>
/// <param name="Total">How many pass the filter.</param>
/// <param name="States">How many there are of each state, whatever the filter; a state without a key is left out.</param>
/// <param name="Holders">The names of those whose keys these are, whatever the filter.</param>
public sealed record OrganizationKeyPage(
    IReadOnlyList<KeyDetails> Keys, int Total, IReadOnlyDictionary<KeyState, int> States, IReadOnlyList<string> Holders);

namespace Torrone.Server.Accounts.Factors;

/// <summary>What a browser is asked to sign.</summary>
/// <param name="Options">For navigator.credentials, as JSON.</param>
/// <param name="State">Comes back with the answer: sealed, for one use, ten minutes.</param>
public sealed record PasskeyChallenge(string Options, string State);

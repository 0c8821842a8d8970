namespace Torrone.Server.Accounts.Outside;

/// <summary>Who somebody is to an outside provider, as its userinfo endpoint said.</summary>
/// <param name="Provider">The setting's name.</param>
/// <param name="Issuer">The provider's own name for itself.</param>
/// <param name="Subject">The person's lasting id there; never an e-mail address, which changes hands.</param>
/// <param name="Name">What the person is called there, for showing alone.</param>
/// <param name="Groups">The values of the claim that organizations are mapped from.</param>
public sealed record OutsideIdentity(string Provider, string Issuer, string Subject, string Name, IReadOnlyList<string> Groups);

namespace Torrone.Server.Accounts.Factors;

/// <summary>How a person signs in, for the page that shows it.</summary>
/// <param name="Ways">What the account can prove with.</param>
/// <param name="CodesLeft">Unused recovery codes.</param>
public sealed record SignInMethods(ProofWays Ways, long CodesLeft);

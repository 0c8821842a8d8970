namespace Torrone.Server.Accounts.Outside;

/// <summary>What became of a return from an outside provider.</summary>
/// <param name="Identity">Who came; null when nobody did.</param>
/// <param name="SignIn">For <see cref="OutsideOutcome.SignedIn"/>: the session, or the second step.</param>
/// <param name="PrincipalId">The linked account's row; 0 when there is none.</param>
/// <param name="PublicId">Its opaque id.</param>
public sealed record OutsideAnswer(
    OutsideOutcome Outcome, OutsideIdentity? Identity, SignInAnswer? SignIn = null, long PrincipalId = 0, string PublicId = "");

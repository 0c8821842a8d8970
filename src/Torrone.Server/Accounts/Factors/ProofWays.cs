namespace Torrone.Server.Accounts.Factors;

/// <summary>How a person can prove to be an account's holder. What counts is the strongest: <see cref="Required"/>.</summary>
/// <param name="Passkeys">How many passkeys the account has.</param>
/// <param name="HasAuthenticator">An authenticator app is enrolled.</param>
/// <param name="HasPassword">A password is set.</param>
/// <param name="Providers">Names of the outside providers that are linked, sorted.</param>
public sealed record ProofWays(long Passkeys, bool HasAuthenticator, bool HasPassword, IReadOnlyList<string> Providers)
{
    /// <summary>True when the account has a second factor: a password alone then neither signs in nor proves anything.</summary>
    public bool HasSecondFactor => Passkeys > 0 || HasAuthenticator;

    /// <summary>The strongest way the account has.</summary>
    public ProofStrength Required => HasSecondFactor ? ProofStrength.Factor
        : HasPassword ? ProofStrength.Password
        : ProofStrength.Provider;
}

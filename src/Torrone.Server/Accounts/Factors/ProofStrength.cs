namespace Torrone.Server.Accounts.Factors;

/// <summary>The kinds of proof, the weakest first. An account is asked for the strongest that it has.</summary>
public enum ProofStrength
{
    /// <summary>A fresh sign-in at an outside provider.</summary>
    Provider,

    /// <summary>The password.</summary>
    Password,

    /// <summary>A passkey, a code of the authenticator app, or a recovery code.</summary>
    Factor,
}

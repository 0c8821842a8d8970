namespace Torrone.Server.Accounts.Factors;

/// <summary>What a passkey's answer is for. An answer for one purpose is nothing for another.</summary>
internal static class PasskeyPurpose
{
    /// <summary>Signing in without a name or password.</summary>
    public const string SignIn = "sign-in";

    /// <summary>The second step of a sign-in; the place is the person.</summary>
    public const string SecondStep = "second-step";

    /// <summary>"Confirm it is you"; the place is the session.</summary>
    public const string Proof = "proof";

    /// <summary>A new passkey; the place is the session.</summary>
    public const string Register = "register";
}

namespace Torrone.Server.Accounts.Factors;

/// <summary>What a person gave as proof in a form: secrets, so that it is never printed. Empty where nothing was given.</summary>
public sealed record GivenProof(string Password = "", string Code = "", string Passkey = "", string PasskeyState = "")
{
    /// <summary>True when no field was filled in.</summary>
    public bool IsEmpty => Password.Length == 0 && Code.Length == 0 && Passkey.Length == 0;

    /// <summary>Without the secrets: records print all they hold.</summary>
    public override string ToString() => "Proof";
}

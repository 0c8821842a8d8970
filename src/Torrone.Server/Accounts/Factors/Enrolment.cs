namespace Torrone.Server.Accounts.Factors;

/// <summary>An authenticator app's seed that waits for its first code.</summary>
/// <param name="Secret">For typing into the app: Base32.</param>
/// <param name="Address">For the QR code: otpauth://totp/…</param>
/// <param name="Sealed">Travels with the form; opens for this person alone, and not for long.</param>
public sealed record Enrolment(string Secret, string Address, string Sealed)
{
    /// <summary>Without the secret: records print all they hold.</summary>
    public override string ToString() => "Enrolment";
}

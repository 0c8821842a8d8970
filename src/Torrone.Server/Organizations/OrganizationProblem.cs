namespace Torrone.Server.Organizations;

/// <summary>Why something of an organization was not done as asked.</summary>
/// <param name="Field">The part of the request it concerns: Name, Who, Days, Email, MaxKeyDays, KeyActions, proof; "" for the whole.</param>
/// <param name="Code">A stable word, and the key of its sentence in this room's texts.</param>
/// <param name="Values">What the sentence names.</param>
public sealed record OrganizationProblem(string Field, string Code, params object[] Values)
{
    /// <summary>The field of a problem that a fresh proof of the person would mend.</summary>
    public const string ProofField = "proof";

    /// <summary>The sentence in the language of the request.</summary>
    public string Sentence => OrganizationsText.Text.Format(Code, Values);

    internal static OrganizationProblem Proof { get; } = new(ProofField, "ProofNeeded");

    internal static OrganizationProblem SecondFactor { get; } = new("", "SecondFactorNeeded");
}

namespace Torrone.Server.Packages.Owners;

/// <summary>Why the owners of a package were not changed as asked.</summary>
/// <param name="Field">The part of the request it concerns: Owner, Packages, proof; "" for the whole.</param>
/// <param name="Code">A stable word, and the key of its sentence in the room's texts.</param>
/// <param name="Values">What the sentence names.</param>
public sealed record OwnerProblem(string Field, string Code, params object[] Values)
{
    /// <summary>The field of a problem that a fresh proof of the person would mend.</summary>
    public const string ProofField = "proof";

    /// <summary>The sentence in the language of the request.</summary>
    public string Sentence => PackagesText.Text.Format("Owner." + Code, Values);

    internal static OwnerProblem Proof { get; } = new(ProofField, "ProofNeeded");
}

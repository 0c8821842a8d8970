namespace Torrone.Server.Packages.Prefixes;

/// <summary>Why a reservation was not made as asked.</summary>
/// <param name="Field">Pattern, Owner, Reason, proof; "" for the whole.</param>
/// <param name="Code">A stable word, and the key of its sentence in the room's texts.</param>
/// <param name="Values">What the sentence names.</param>
public sealed record PrefixProblem(string Field, string Code, params object[] Values)
{
    /// <summary>The field of a problem that a fresh proof of the person would mend.</summary>
    public const string ProofField = "proof";

    /// <summary>The sentence in the language of the request.</summary>
    public string Sentence => PackagesText.Text.Format("Prefix." + Code, Values);

    internal static PrefixProblem Proof { get; } = new(ProofField, "ProofNeeded");
}

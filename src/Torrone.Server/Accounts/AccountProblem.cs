namespace Torrone.Server.Accounts;

/// <summary>Why an account, a name, an address or a password was not accepted.</summary>
/// <param name="Field">"Name", "Email", "Password", "proof" (see <see cref="ProofTooOld"/>), or empty for the whole form.</param>
/// <param name="Code">A stable word, and the key of its sentence in this room's texts.</param>
public sealed record AccountProblem(string Field, string Code)
{
    /// <summary>The session's proof is too old for the act: the page asks for it.</summary>
    public static readonly AccountProblem ProofTooOld = new("proof", "ProofTooOld");

    /// <summary>The sentence in the language of the request.</summary>
    public string Sentence => AccountsText.Text[Code];
}

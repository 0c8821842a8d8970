namespace Torrone.Server.Accounts.Factors;

/// <summary>What came of a change to a person's factors.</summary>
/// <param name="Problems">Why nothing changed; empty when it did. Field "Proof" asks for a step-up.</param>
/// <param name="RecoveryCodes">A fresh set, to be shown now and never again; null when none was made.</param>
public sealed record FactorAnswer(IReadOnlyList<AccountProblem> Problems, IReadOnlyList<string>? RecoveryCodes = null)
{
    internal static FactorAnswer Refused(string field, string code) => new([new AccountProblem(field, code)]);

    /// <summary>Without the codes: records print all they hold.</summary>
    public override string ToString() => Problems.Count == 0 ? "Changed" : Problems[0].Code;
}

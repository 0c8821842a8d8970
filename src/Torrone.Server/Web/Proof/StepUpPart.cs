using Torrone.Server.Accounts.Factors;

namespace Torrone.Server.Web.Proof;

/// <summary>What the step-up of one form shows.</summary>
/// <param name="Number">The form's place on the page, from 1.</param>
/// <param name="Sentence">Names the act, as a whole sentence: "Before a key is made, confirm that it is you."</param>
/// <param name="Ways">What the account can prove with.</param>
/// <param name="IsOpen">True when this form was just sent and its proof is missing or wrong: the dialog opens by itself.</param>
public sealed record StepUpPart(int Number, string Sentence, ProofWays Ways, bool IsOpen)
{
    /// <summary>The id of the first field; the error summary's link leads to "Proof".</summary>
    public string Id => Number == 1 ? StepUp.Field : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{StepUp.Field}-{Number}");
}

namespace Torrone.Server.Packages.Reports;

/// <summary>Why a report was not taken.</summary>
/// <param name="Field">Reason, Message, Email; "" for the whole.</param>
/// <param name="Code">A stable word, and the key of its sentence in the room's texts.</param>
/// <param name="Values">What the sentence names.</param>
public sealed record ReportProblem(string Field, string Code, params object[] Values)
{
    /// <summary>There is no such version, or none any more.</summary>
    public static ReportProblem NotFound { get; } = new("", "NotFound");

    /// <summary>The sentence in the language of the request.</summary>
    public string Sentence => PackagesText.Text.Format("Report." + Code, Values);
}

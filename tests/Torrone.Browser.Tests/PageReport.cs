namespace Torrone.Browser.Tests;

/// <summary>What two visits of one page have shown, one in English and one in the pseudo-language.</summary>
public sealed record PageReport
{
    /// <summary>The status of the English page's answer.</summary>
    public required int Status { get; init; }

    /// <summary>The content security policy of that answer.</summary>
    public required string Policy { get; init; }

    /// <summary>What the browser complained about while it loaded the English page.</summary>
    public required IReadOnlyList<string> Complaints { get; init; }

    /// <summary>By how much the English page moved while it loaded, as browsers count it: 0 is not at all.</summary>
    public required double Shift { get; init; }

    public required AccessibilityReport Light { get; init; }

    public required AccessibilityReport Dark { get; init; }

    /// <summary>What sticks out sideways, each with the width and the language.</summary>
    public required IReadOnlyList<string> Wide { get; init; }

    /// <summary>Words in the pseudo-language's page that no resource holds.</summary>
    public required IReadOnlyList<string> PlainWords { get; init; }

    /// <summary>Sentences that the narrow page in the pseudo-language cuts off.</summary>
    public required IReadOnlyList<string> CutOff { get; init; }

    /// <summary>The title in the pseudo-language.</summary>
    public required string PseudoTitle { get; init; }
}

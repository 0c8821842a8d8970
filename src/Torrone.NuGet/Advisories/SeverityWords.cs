namespace Torrone.NuGet.Advisories;

/// <summary>Severities as databases spell them.</summary>
internal static class SeverityWords
{
    /// <summary>What is told of an advisory that does not say: neither alarm nor silence.</summary>
    public const AdvisorySeverity Assumed = AdvisorySeverity.Moderate;

    /// <summary>Null for any other word.</summary>
    public static AdvisorySeverity? Parse(string? word) => word?.ToUpperInvariant() switch
    {
        "LOW" => AdvisorySeverity.Low,
        "MODERATE" or "MEDIUM" => AdvisorySeverity.Moderate,
        "HIGH" => AdvisorySeverity.High,
        "CRITICAL" => AdvisorySeverity.Critical,
        _ => null,
    };
}

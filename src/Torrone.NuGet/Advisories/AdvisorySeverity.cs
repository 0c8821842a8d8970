namespace Torrone.NuGet.Advisories;

/// <summary>How bad a weakness is. The numbers are those of the protocol's vulnerability information.</summary>
public enum AdvisorySeverity
{
    Low = 0,
    Moderate = 1,
    High = 2,
    Critical = 3,
}

namespace Torrone.NuGet.V3;

/// <summary>Why a version should no longer be used.</summary>
/// <param name="Reasons">One or more of <c>Legacy</c>, <c>CriticalBugs</c> and <c>Other</c>.</param>
/// <param name="AlternateId">What to use instead, or null.</param>
/// <param name="AlternateRange">A version range of the alternative; null, or <c>*</c>, for any.</param>
public sealed record Deprecation(IReadOnlyList<string> Reasons, string? Message = null, string? AlternateId = null, string? AlternateRange = null)
{
    /// <summary>It is no longer maintained.</summary>
    public const string Legacy = "Legacy";

    /// <summary>It has bugs that make it unfit for use.</summary>
    public const string CriticalBugs = "CriticalBugs";

    /// <summary>What the message says.</summary>
    public const string Other = "Other";

    /// <summary>The lowest version of the alternative that is meant, as its author writes it; null for any.</summary>
    public string? AlternateVersion => AlternateRange is ['[', .. var version, ',', ' ', ')'] ? version : null;
}

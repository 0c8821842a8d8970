namespace Torrone.NuGet.V3;

/// <summary>Why a version should no longer be used.</summary>
/// <param name="Reasons">One or more of <c>Legacy</c>, <c>CriticalBugs</c> and <c>Other</c>.</param>
/// <param name="AlternateId">What to use instead, or null.</param>
/// <param name="AlternateRange">A version range of the alternative; null, or <c>*</c>, for any.</param>
public sealed record Deprecation(IReadOnlyList<string> Reasons, string? Message = null, string? AlternateId = null, string? AlternateRange = null);

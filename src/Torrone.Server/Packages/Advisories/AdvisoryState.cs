namespace Torrone.Server.Packages.Advisories;

/// <summary>How old the gallery's knowledge of weaknesses is.</summary>
public sealed class AdvisoryState
{
    /// <summary>Of the last import, in UTC Unix milliseconds.</summary>
    public long ImportedAt { get; init; }

    /// <summary>When anything last changed in it, in UTC Unix milliseconds.</summary>
    public long ChangedAt { get; init; }
}

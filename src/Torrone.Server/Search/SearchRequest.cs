namespace Torrone.Server.Search;

/// <summary>What to look for, and which part of the answer is wanted. Values out of range are brought into it.</summary>
public sealed record SearchRequest
{
    /// <summary>The furthest a reader may skip. Beyond it there is nothing, so that who pages through everything comes to an end.</summary>
    public const int MaxSkip = 3_000;

    /// <summary>The most results at once.</summary>
    public const int MaxTake = 1_000;

    /// <summary>Results when nobody says how many.</summary>
    public const int DefaultTake = 20;

    /// <summary>The feed to look in.</summary>
    public required long FeedId { get; init; }

    /// <summary>What was typed: free words and <c>field:word</c>; null or empty for every package.</summary>
    public string? Query { get; init; }

    /// <summary>Results left out at the beginning, 0 to <see cref="MaxSkip"/>.</summary>
    public int Skip { get; init; }

    /// <summary>Results wanted, 0 to <see cref="MaxTake"/>.</summary>
    public int Take { get; init; } = DefaultTake;

    /// <summary>True to see prerelease versions, and packages that have no other.</summary>
    public bool Prerelease { get; init; }

    /// <summary>True for readers that know SemVer 2.</summary>
    public bool SemVer2 { get; init; }

    /// <summary>The name of a package type that the newest version must have, whatever its case; null or empty for any.</summary>
    public string? PackageType { get; init; }

    /// <summary>The short name of a framework that the newest version must name, such as net8.0; null or empty for any.</summary>
    public string? Framework { get; init; }

    internal SearchChannel Channel => new(Prerelease, SemVer2);

    internal SearchRequest InRange() => this with { Skip = Math.Clamp(Skip, 0, MaxSkip), Take = Skip > MaxSkip ? 0 : Math.Clamp(Take, 0, MaxTake) };
}

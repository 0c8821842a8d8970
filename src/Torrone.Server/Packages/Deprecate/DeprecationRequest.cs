namespace Torrone.Server.Packages.Deprecate;

/// <summary>What an owner says about versions of a package, in the words of <c>PUT api/v2/package/{id}/deprecations</c>.</summary>
public sealed record DeprecationRequest
{
    /// <summary>As their author writes them; 1 to <see cref="DeprecationRules.MostVersions"/>.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];

    public bool IsLegacy { get; init; }

    public bool HasCriticalBugs { get; init; }

    /// <summary>Needs a <see cref="Message"/>.</summary>
    public bool IsOther { get; init; }

    /// <summary>What to use instead, here or in another gallery; null or empty for nothing.</summary>
    public string? AlternatePackageId { get; init; }

    /// <summary>The lowest version of it that is meant; null or empty for any.</summary>
    public string? AlternatePackageVersion { get; init; }

    /// <summary>At most <see cref="DeprecationRules.LongestMessage"/> characters; null or empty for none.</summary>
    public string? Message { get; init; }

    public ListingChange Listing { get; init; }

    /// <summary>Without a reason the versions are deprecated no more.</summary>
    public bool HasReason => IsLegacy || HasCriticalBugs || IsOther;
}

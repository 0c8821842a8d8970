using Torrone.NuGet.V3;
using Torrone.Server.Packages.Deprecate;

namespace Torrone.Server.Web.Pages.MyPackages;

/// <summary>What an owner fills in. Kept in hidden fields while the page shows what it would do.</summary>
public sealed class DeprecateFields
{
    /// <summary>"picked", "range" or "all".</summary>
    public string Which { get; set; } = "picked";

    /// <summary>Normalized versions, where they are picked.</summary>
    public List<string> Picked { get; set; } = [];

    /// <summary>Such as [1.0,2.0), where a range is given.</summary>
    public string? Range { get; set; }

    /// <summary>True to take a deprecation back.</summary>
    public bool Undo { get; set; }

    public bool Legacy { get; set; }

    public bool CriticalBugs { get; set; }

    public bool Other { get; set; }

    public string? Alternate { get; set; }

    public string? AlternateVersion { get; set; }

    public string? Message { get; set; }

    public bool Unlist { get; set; }

    /// <summary>The fields of a version as they are now, to be changed.</summary>
    public static DeprecateFields From(string version, Deprecation? said) => new()
    {
        Picked = [version],
        Legacy = said?.Reasons.Contains(Deprecation.Legacy) == true,
        CriticalBugs = said?.Reasons.Contains(Deprecation.CriticalBugs) == true,
        Other = said?.Reasons.Contains(Deprecation.Other) == true,
        Alternate = said?.AlternateId,
        AlternateVersion = said?.AlternateVersion,
        Message = said?.Message,
    };

    /// <summary>The same for the operation.</summary>
    public DeprecationRequest Request(IEnumerable<string> versions) => Undo
        ? new DeprecationRequest { Versions = [.. versions] }
        : new DeprecationRequest
        {
            Versions = [.. versions],
            IsLegacy = Legacy,
            HasCriticalBugs = CriticalBugs,
            IsOther = Other,
            AlternatePackageId = Alternate,
            AlternatePackageVersion = AlternateVersion,
            Message = Message,
            Listing = Unlist ? ListingChange.Unlist : ListingChange.Unchanged,
        };
}

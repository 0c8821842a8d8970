namespace Torrone.NuGet.Advisories;

/// <summary>What files of advisories may ask of whoever reads them. No real advisory comes near.</summary>
public static class AdvisoryLimits
{
    /// <summary>Bytes of one JSON file, unpacked; many advisories may be in it.</summary>
    public const int FileBytes = 64 << 20;

    /// <summary>How deep the JSON may be nested.</summary>
    public const int Depth = 32;

    /// <summary>Advisories that one import takes in.</summary>
    public const int Advisories = 50_000;

    /// <summary>Characters of an identifier.</summary>
    public const int Identifier = 64;

    /// <summary>Other names of one advisory.</summary>
    public const int Aliases = 64;

    /// <summary>Packages of one advisory.</summary>
    public const int Packages = 1_000;

    /// <summary>Ranges of one advisory over all its packages, single versions included.</summary>
    public const int Ranges = 5_000;

    /// <summary>Events of one range, in OSV's form.</summary>
    public const int Events = 200;

    /// <summary>Versions that one entry lists by name, in OSV's form.</summary>
    public const int Versions = 20_000;

    /// <summary>Characters of a summary; what is longer is cut.</summary>
    public const int Summary = 300;

    /// <summary>Characters of an address.</summary>
    public const int Url = 2_000;
}

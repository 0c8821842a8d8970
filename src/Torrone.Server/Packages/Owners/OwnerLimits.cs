namespace Torrone.Server.Packages.Owners;

/// <summary>How many owners, requests and packages at once.</summary>
public static class OwnerLimits
{
    /// <summary>Owners of one package, those who are asked included; nuget.org's number.</summary>
    public const int MostOwners = 15;

    /// <summary>Requests of one package that wait at once; nuget.org's number.</summary>
    public const int MostWaiting = 3;

    /// <summary>Packages in one request.</summary>
    public const int MostPackages = 200;

    /// <summary>How long a request can be accepted.</summary>
    public static readonly TimeSpan RequestLife = TimeSpan.FromDays(30);
}

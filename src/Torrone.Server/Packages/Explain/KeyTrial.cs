using System.Net;
using Torrone.Server.ApiKeys;

namespace Torrone.Server.Packages.Explain;

/// <summary>A use of a key that somebody asks about, without making it.</summary>
/// <param name="PackageId">As a client would name it; may be empty for reading a feed and for managing keys.</param>
/// <param name="Version">As a client would name it; null or empty leaves the questions about versions out.</param>
public sealed record KeyTrial(KeyOperation Operation, string PackageId, string? Version)
{
    /// <summary>From where; null leaves the question about addresses out.</summary>
    public IPAddress? Address { get; init; }
}

using System.Net;

namespace Torrone.Server.ApiKeys;

/// <summary>One use of a key, to be allowed or refused.</summary>
/// <param name="PackageId">The id as it was written; empty when the question is about no package: reading a feed as such, managing keys.</param>
/// <param name="Now">UTC Unix milliseconds.</param>
public sealed record KeyQuestion(KeyOperation Operation, long FeedId, string PackageId, PackageStanding Standing, long Now)
{
    /// <summary>The version, normalized and lower-cased; null when none is named. A key with versions of its own is refused without one.</summary>
    public string? LowerVersion { get; init; }

    /// <summary>The client's address, never taken from an untrusted header; null when unknown. A key with address ranges is refused without one.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>X-NuGet-Session-Id: the same over one upload's retries; null when the client sends none.</summary>
    public string? SessionId { get; init; }

    /// <summary>SHA-512 of the pushed bytes, by which the client's retry is known; null for anything but a push.</summary>
    public byte[]? Hash { get; init; }
}

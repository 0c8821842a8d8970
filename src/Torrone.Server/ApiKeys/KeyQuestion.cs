namespace Torrone.Server.ApiKeys;

/// <summary>One use of a key, to be allowed or refused.</summary>
/// <param name="Now">UTC Unix milliseconds.</param>
public sealed record KeyQuestion(KeyOperation Operation, long FeedId, string PackageId, PackageStanding Standing, long Now);

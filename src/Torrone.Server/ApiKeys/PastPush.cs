namespace Torrone.Server.ApiKeys;

/// <summary>A push that a key made.</summary>
/// <param name="At">UTC Unix milliseconds.</param>
/// <param name="PackageId">The package's number in the database.</param>
public sealed record PastPush(long At, long PackageId);

namespace Torrone.Server.Accounts.Factors;

/// <summary>A passkey as its holder sees it.</summary>
/// <param name="Id">Its credential's id in base64url, for addresses.</param>
/// <param name="Name">The holder's word for it.</param>
/// <param name="CreatedAt">UTC Unix milliseconds.</param>
/// <param name="LastUsedAt">UTC Unix milliseconds; null when it was never used.</param>
public sealed record Passkey(string Id, string Name, long CreatedAt, long? LastUsedAt);

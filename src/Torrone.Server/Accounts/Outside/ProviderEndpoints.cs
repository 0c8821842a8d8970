namespace Torrone.Server.Accounts.Outside;

/// <summary>Where a provider's protocol is spoken.</summary>
internal sealed record ProviderEndpoints(string Authorization, string Token, string UserInfo);

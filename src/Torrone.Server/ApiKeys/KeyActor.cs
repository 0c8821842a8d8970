using Torrone.Server.Audit;

namespace Torrone.Server.ApiKeys;

/// <summary>A key as the one who acts.</summary>
public static class KeyActor
{
    /// <summary>The actor behind a request that carries a key.</summary>
    public static Actor For(PresentedKey key, HttpContext context) => new(key.PrincipalId, key.PrincipalPublicId)
    {
        KeyPublicId = key.PublicId,
        Address = context.Connection.RemoteIpAddress?.ToString(),
        UserAgent = context.Request.Headers.UserAgent.ToString(),
        RequestId = context.TraceIdentifier,
    };
}

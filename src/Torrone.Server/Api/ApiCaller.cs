using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;

namespace Torrone.Server.Api;

/// <summary>Who calls, and whose keys the call is about.</summary>
/// <param name="Keys">The caller as the operations on keys want one.</param>
/// <param name="PrincipalId">The person, the organization named in the address, or what the calling key belongs to.</param>
internal sealed record ApiCaller(KeyCaller Keys, long PrincipalId)
{
    /// <summary>The calling key; null for a session.</summary>
    public PresentedKey? Key => Keys.Key;
}

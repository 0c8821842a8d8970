using System.Net;
using Torrone.Server.ApiKeys;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Packages.Push;

/// <summary>Who pushes: a key, or a person on the upload page.</summary>
/// <param name="Actor">For the log and the audit.</param>
/// <param name="PrincipalId">The key's principal, or the person.</param>
/// <param name="Key">Null on the upload page, where the person's own rights decide.</param>
/// <param name="SessionId">X-NuGet-Session-Id: the same over one upload's retries; null when the client sends none.</param>
public sealed record Pusher(Actor Actor, long PrincipalId, PresentedKey? Key = null, string? SessionId = null)
{
    /// <summary>The client's address, never taken from an untrusted header; null on the upload page, where no key asks for it.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The gallery's address for a letter, without a slash at its end; empty on the upload page, whose pushes write none.</summary>
    public string Site { get; init; } = "";

    /// <summary>The same with the key as it is at this moment: it may have been revoked while the bytes were on their way.</summary>
    public async Task<Pusher> CurrentAsync(DbSession read) => Key is null ? this : this with
    {
        Key = await KeyLookup.CurrentAsync(read, Key) ?? new PresentedKey { DeletedAt = 0 },
    };
}

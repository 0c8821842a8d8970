using System.Net;
using Torrone.Server.ApiKeys;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Organizations;

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

    /// <summary>The gallery's address for a letter, without a slash at its end.</summary>
    public string Site { get; init; } = "";

    /// <summary>Who becomes the owner of a new id, on the upload page: the person, or an organization of the person's; null for the person.</summary>
    public long? NewOwnerId { get; init; }

    /// <summary>Everybody a person acts for on the pages, itself first; empty before <see cref="CurrentAsync"/>.</summary>
    public IReadOnlyList<long> ActsFor { get; private init; } = [];

    /// <summary>
    /// The same with the key, or the person's organizations, as they are at this moment: they may have ended while the bytes were on their way.
    /// </summary>
    public async Task<Pusher> CurrentAsync(DbSession read) => Key is null
        ? this with { ActsFor = [PrincipalId, .. (await Memberships.AbleAsync(read, PrincipalId)).Select(m => m.OrganizationId)] }
        : this with { Key = await KeyLookup.CurrentAsync(read, Key) ?? new PresentedKey { DeletedAt = 0 } };
}

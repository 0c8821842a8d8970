using System.Diagnostics.CodeAnalysis;
using Torrone.Server.Http;

namespace Torrone.Server.ApiKeys;

/// <summary>The answer to a <see cref="KeyQuestion"/>.</summary>
public sealed record KeyDecision
{
    private KeyDecision(long ownerId, Refusal? refusal)
    {
        OwnerId = ownerId;
        Refusal = refusal;
    }

    /// <summary>For whom the key acts: who owns a new id from now on. 0 when refused.</summary>
    public long OwnerId { get; }

    /// <summary>The owner's policy on freezing (<see cref="Organizations.OrganizationPolicy.FreezeNewIds"/>); null: the site's setting.</summary>
    public long? FreezeNewIds { get; init; }

    /// <summary>Why not; null when allowed.</summary>
    public Refusal? Refusal { get; }

    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAllowed => Refusal is null;

    public static KeyDecision Allow(long ownerId) => new(ownerId, null);

    public static KeyDecision Refuse(Refusal refusal) => new(0, refusal);
}

using Torrone.Server.ApiKeys;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>A key in the making: a record, so that a rule can change one thing about it and leave the rest.</summary>
internal sealed record KeyDraft
{
    public string Type { get; init; } = "p";

    public long Expires { get; init; } = 1000;

    public long? SecretEnds { get; init; }

    public long? Revoked { get; init; }

    public long? Deleted { get; init; }

    public long? Frozen { get; init; }

    public long? Held { get; init; }

    public long? HolderLocked { get; init; }

    public bool Confirmed { get; init; } = true;

    public bool SecondFactor { get; init; }

    public bool UsedUp { get; init; }

    public IReadOnlyList<PresentedScope> Scopes { get; init; } = [];

    public IReadOnlyList<string> Addresses { get; init; } = [];

    public IReadOnlyList<string> Versions { get; init; } = [];

    public KeyDraft? Parent { get; init; }

    public PresentedKey Build() => new()
    {
        PrincipalId = 10, PrincipalConfirmedAt = Confirmed ? 1 : null, PrincipalSecondFactor = SecondFactor ? 1 : 0, TypeLetter = Type, ExpiresAt = Expires,
        SecretEndsAt = SecretEnds, RevokedAt = Revoked, DeletedAt = Deleted, FrozenAt = Frozen, HeldAt = Held, PrincipalLockedAt = HolderLocked,
        SingleUse = UsedUp ? 1 : 0, UsedUpAt = UsedUp ? 5 : null, UsedUpOperation = "push", UsedUpPackage = "Contoso.Json", UsedUpVersion = "1.0.0",
        UsedUpSession = "session", UsedUpHash = [1], Scopes = Scopes, Addresses = Addresses, Versions = Versions, ParentId = Parent is null ? null : 7,
        Parent = Parent?.Build(),
    };
}

using System.Net;
using Torrone.Server.Http;

namespace Torrone.Server.ApiKeys;

/// <summary>The rules about a key as such, whatever it is used for: <see cref="KeyRule.Known"/> to <see cref="KeyRule.Address"/>.</summary>
internal static class KeyStates
{
    /// <summary>Asks one rule by itself; null when it is kept.</summary>
    public static Refusal? Ask(KeyRule rule, PresentedKey key, long now, IPAddress? address) => rule switch
    {
        KeyRule.Known => key.DeletedAt is not null || key.PrincipalDeletedAt is not null ? KeyRefusals.Unknown : null,
        KeyRule.NotRevoked => key.RevokedAt is { } revoked ? KeyRefusals.Revoked(revoked) : null,
        KeyRule.NotExpired => Math.Min(key.ExpiresAt, key.SecretEndsAt ?? long.MaxValue) is var end && end <= now ? KeyRefusals.Expired(end) : null,
        KeyRule.ParentInForce => Parent(key, now, address),
        KeyRule.HolderNotLocked => key.PrincipalLockedAt is null ? null : KeyRefusals.AccountLocked,
        KeyRule.HolderConfirmed => key.PrincipalKind == 0 && key.PrincipalConfirmedAt is null ? KeyRefusals.AccountUnconfirmed : null,
        KeyRule.NotHeld => key.HeldAt is null ? null : KeyRefusals.Held,
        KeyRule.NotFrozen => key.FrozenAt is null ? null : KeyRefusals.Frozen,
        KeyRule.Address => key.Addresses.Count == 0 || (address is not null && Lies(address, key.Addresses)) ? null : KeyRefusals.AddressNotAllowed,
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, null),
    };

    private static Refusal? Parent(PresentedKey key, long now, IPAddress? address)
    {
        if (key.ParentId is null)
        {
            return null;
        }

        // A parent that was not found, or stands too far up, is as good as gone.
        if (key.Parent is not { } parent)
        {
            return KeyRefusals.ParentEnded;
        }

        return KeyEvaluation.State(parent, now, address) switch
        {
            null => null,
            { Status: StatusCodes.Status401Unauthorized } => KeyRefusals.ParentEnded,
            _ => KeyRefusals.ParentStopped,
        };
    }

    private static bool Lies(IPAddress address, IReadOnlyList<string> ranges)
    {
        foreach (string text in ranges)
        {
            // What cannot be read lets nobody in.
            if (AddressRange.TryParse(text, out AddressRange? range) && range.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}

using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;

namespace Torrone.Server.Api.Keys;

/// <summary>From what the rooms know to what the API says.</summary>
internal sealed class KeyBodies(SiteTag site, TimeProvider clock)
{
    public KeyBody Of(KeyDetails key)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return new KeyBody
        {
            Id = key.PublicId,
            Name = key.Name,
            Begins = key.Hint is null ? null : KeyText.Shown(key.TypeLetter, site.Value, key.Hint),
            Principal = key.PrincipalName,
            PrincipalKind = key.PrincipalKind == 1 ? "organization" : "person",
            Owner = key.OwnerName,
            Parent = key.ParentPublicId,
            Actions = [.. key.Actions.Select(a => a.Name())],
            Patterns = key.Globs,
            Packages = key.PackageIds,
            Addresses = key.Addresses,
            Versions = key.Versions,
            SingleUse = key.SingleUse != 0,
            State = key.StateAt(now) == KeyState.UsedUp ? "used-up" : key.StateAt(now).ToString().ToLowerInvariant(),
            CreatedAt = Moment(key.CreatedAt),
            ExpiresAt = Moment(key.ExpiresAt),
            OldSecretEndsAt = key.IsRotatingAt(now) ? Moment(key.OldSecretEndsAt!.Value) : null,
            LastUse = key.LastUsedAt is { } used
                ? new KeyLastUse { At = Moment(used), Address = key.LastUsedAddress, Client = key.LastUsedClient, Package = key.LastUsedPackage }
                : null,
            RevokedAt = key.RevokedAt is { } revoked ? Moment(revoked) : null,
            RevokedReason = key.RevokedReason,
        };
    }

    public static ChangesBody Of(KeyDiff diff) => new()
    {
        Name = diff.Name,
        AddedActions = [.. diff.AddedActions.Select(a => a.Name())],
        RemovedActions = [.. diff.RemovedActions.Select(a => a.Name())],
        Added = diff.AddedSubjects,
        Removed = diff.RemovedSubjects,
        AddedAddresses = diff.AddedAddresses,
        RemovedAddresses = diff.RemovedAddresses,
        AddedVersions = diff.AddedVersions,
        RemovedVersions = diff.RemovedVersions,
        SingleUse = diff.SingleUse,
        ExpiresAt = diff.ExpiresAt is { } at ? Moment(at) : null,
        ReachBefore = diff.ReachBefore,
        ReachAfter = diff.ReachAfter,
    };

    private static DateTime Moment(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime;
}

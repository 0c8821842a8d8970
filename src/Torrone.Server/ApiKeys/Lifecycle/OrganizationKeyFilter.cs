namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Which keys of an organization are wanted; null or empty lets every one pass.</summary>
/// <param name="State">Keys in this state now.</param>
/// <param name="Holder">Keys of this member, or the organization's own by its name; in any case.</param>
/// <param name="Text">Stands in the key's name, its holder's, a pattern or a package; in any case.</param>
public sealed record OrganizationKeyFilter(KeyState? State = null, string? Holder = null, string? Text = null)
{
    internal bool Passes(KeyDetails key, long now) =>
        (State is null || key.StateAt(now) == State)
        && (string.IsNullOrWhiteSpace(Holder) || key.PrincipalName.Equals(Holder.Trim(), StringComparison.OrdinalIgnoreCase))
        && (string.IsNullOrWhiteSpace(Text) || ((string[])[key.Name, key.PrincipalName, .. key.Globs, .. key.PackageIds])
            .Any(t => t.Contains(Text.Trim(), StringComparison.OrdinalIgnoreCase)));
}

using Torrone.Server.ApiKeys.Lifecycle;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>A key that the signed-in person may look at, and through whose list: its own, or that of an organization it administers.</summary>
/// <param name="List">Whose list the key stands in: the person, or the organization.</param>
/// <param name="Owner">For whom the key acts, with today's policy; null when its holder no longer may act for it, or another's key is looked at.</param>
public sealed record SeenKey(KeyDetails Key, KeyOwner List, KeyOwner? Owner)
{
    /// <summary>True when the list's holder holds the key too; a member's key is only looked at and revoked.</summary>
    public bool MayChange => Key.PrincipalId == List.Id;

    /// <summary>Where one comes from and goes back to.</summary>
    public string ListAddress => List.IsOrganization ? $"~/organization/{List.Name}/keys" : "~/account/apikeys";

    /// <summary>The key's own page.</summary>
    public string Address => "~/account/apikeys/" + Key.PublicId;
}

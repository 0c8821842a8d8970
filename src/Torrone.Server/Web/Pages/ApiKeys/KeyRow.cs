using Torrone.Server.ApiKeys.Lifecycle;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>One key in a list.</summary>
/// <param name="Beginning">How the secret begins; empty when it has none.</param>
/// <param name="Now">UTC Unix milliseconds.</param>
public sealed record KeyRow(KeyDetails Key, string Beginning, long Now)
{
    // More would make one key as tall as a page; the rest is a number.
    private const int ShownSubjects = 3;

    public KeyState State => Key.StateAt(Now);

    /// <summary>True when the key acts for the person it belongs to; its owner needs no mention.</summary>
    public bool Own { get; init; }

    /// <summary>Whose key it is, in a list of several people's; null elsewhere.</summary>
    public string? Holder { get; init; }

    /// <summary>False for a key that the reader may only look at and revoke.</summary>
    public bool MayChange { get; init; } = true;

    /// <summary>Patterns first, then picked packages.</summary>
    public IReadOnlyList<string> Subjects { get; } = [.. Key.Globs.Concat(Key.PackageIds)];

    public IEnumerable<string> FirstSubjects => Subjects.Take(ShownSubjects);

    public int MoreSubjects => Math.Max(0, Subjects.Count - ShownSubjects);

    /// <summary>True while it could be revoked.</summary>
    public bool Stands => State != KeyState.Revoked;

    /// <summary>True while a new secret could be had.</summary>
    public bool CanRenew => State is KeyState.Active or KeyState.Expiring or KeyState.Expired or KeyState.Rotating;

    /// <summary>The badge's colour and icon.</summary>
    public (string Class, string Icon) Badge => State switch
    {
        KeyState.Active => ("badge-success", "check"),
        KeyState.Expiring => ("badge-warning", "clock"),
        KeyState.Expired => ("badge-danger", "clock"),
        KeyState.Frozen or KeyState.Held => ("badge-accent", "lock"),
        KeyState.Rotating => ("badge-accent", "refresh"),
        KeyState.UsedUp => ("", "check-circle"),
        _ => ("", "x-circle"),
    };

    /// <summary>What the row leads with: the text's key, the icon, and where it is done.</summary>
    public (string Word, string Icon, string Address) Lead => State switch
    {
        _ when !MayChange => ("Details", "chevron-right", Address),
        KeyState.Expiring or KeyState.Expired => ("Regenerate", "refresh", Address + "/regenerate"),
        KeyState.Frozen or KeyState.Held => ("Review", "eye", Address + "/release"),
        KeyState.Rotating => ("EndOld", "x-circle", Address + "/end-old"),
        KeyState.Revoked or KeyState.UsedUp => ("Delete", "trash", Address + "/delete"),
        _ => ("Details", "chevron-right", Address),
    };

    /// <summary>The key's own page.</summary>
    public string Address => "~/account/apikeys/" + Key.PublicId;
}

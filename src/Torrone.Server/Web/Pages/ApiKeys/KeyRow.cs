using Torrone.Server.ApiKeys.Lifecycle;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>One key in the list.</summary>
/// <param name="Beginning">How the secret begins; empty when it has none.</param>
/// <param name="Now">UTC Unix milliseconds.</param>
public sealed record KeyRow(KeyDetails Key, string Beginning, long Now)
{
    // More would make one key as tall as a page; the rest is a number.
    private const int ShownSubjects = 3;

    public KeyState State => Key.StateAt(Now);

    /// <summary>Patterns first, then picked packages.</summary>
    public IReadOnlyList<string> Subjects { get; } = [.. Key.Globs.Concat(Key.PackageIds)];

    public IEnumerable<string> FirstSubjects => Subjects.Take(ShownSubjects);

    public int MoreSubjects => Math.Max(0, Subjects.Count - ShownSubjects);

    /// <summary>The badge's colour and icon.</summary>
    public (string Class, string Icon) Badge => State switch
    {
        KeyState.Active => ("badge-success", "check"),
        KeyState.Expiring => ("badge-warning", "clock"),
        KeyState.Expired => ("badge-danger", "clock"),
        KeyState.Frozen => ("badge-accent", "lock"),
        _ => ("", "x-circle"),
    };
}

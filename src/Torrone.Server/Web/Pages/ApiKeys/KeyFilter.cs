using Torrone.Server.ApiKeys.Lifecycle;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>Which keys of a list are shown. It lives in the address; a word that is not known filters nothing.</summary>
/// <param name="State">One of <see cref="States"/>, or anything else for all.</param>
/// <param name="Owner">An owner's name; empty for all.</param>
/// <param name="Text">Part of a name, a pattern, a package or the secret's beginning; empty for all.</param>
public sealed record KeyFilter(string State, string Owner, string Text)
{
    /// <summary>The states that people look for, in the order in which they are offered.</summary>
    public static IReadOnlyList<string> States { get; } = ["attention", "active", "expired", "frozen", "ended"];

    /// <summary>The filter as a query names it; null means everything.</summary>
    public static KeyFilter Of(string? state, string? owner, string? text) => new(state ?? "", owner ?? "", (text ?? "").Trim());

    /// <summary>The keys that pass, in their order.</summary>
    /// <param name="now">UTC Unix milliseconds.</param>
    /// <param name="beginning">How a key's secret begins.</param>
    public IEnumerable<KeyDetails> Apply(IEnumerable<KeyDetails> keys, long now, Func<KeyDetails, string> beginning) => keys.Where(key =>
        HasState(key, now)
        && (Owner.Length == 0 || key.OwnerName.Equals(Owner, StringComparison.OrdinalIgnoreCase))
        && (Text.Length == 0 || key.Globs.Concat(key.PackageIds).Append(key.Name).Any(t => t.Contains(Text, StringComparison.OrdinalIgnoreCase))
            || IsTheKey(beginning(key))));

    /// <summary>True for a key that a person should do something about. Those that a key made are that key's business.</summary>
    public static bool NeedsAttention(KeyDetails key, long now) => key.ParentPublicId is null
        && key.StateAt(now) is (KeyState.Expiring or KeyState.Expired or KeyState.Frozen or KeyState.Held);

    private bool HasState(KeyDetails key, long now) => Fits(key.StateAt(now), NeedsAttention(key, now));

    private bool Fits(KeyState state, bool needsAttention) => State switch
    {
        "attention" => needsAttention,
        "active" => state is KeyState.Active or KeyState.Expiring or KeyState.Rotating,
        "expired" => state == KeyState.Expired,
        "frozen" => state is KeyState.Frozen or KeyState.Held,
        "ended" => state is KeyState.Revoked or KeyState.UsedUp,
        _ => true,
    };

    // Who has found a key knows how it begins. A whole one is not asked for: the filter stands in the address.
    private bool IsTheKey(string beginning) => beginning.Contains(Text, StringComparison.Ordinal);
}

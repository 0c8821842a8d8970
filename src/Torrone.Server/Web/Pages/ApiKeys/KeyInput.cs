using System.Globalization;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>The form of a key as it is sent. An empty field arrives as null and is kept as empty.</summary>
public sealed class KeyInput
{
    /// <summary>The expiry choice that means <see cref="Date"/>.</summary>
    public const string OnDate = "date";

    /// <summary>Stands before an owner that is to hold the key itself. No name begins so.</summary>
    public const char OwnedBy = '=';

    /// <summary>The offered days of life.</summary>
    public static IReadOnlyList<int> Days { get; } = [7, 30, 90, 180];

    public string Name { get; set => field = value ?? ""; } = "";

    /// <summary>The owner's name: a person or an organization; behind <see cref="OwnedBy"/> the organization whose own key it will be.</summary>
    public string Owner { get; set => field = value ?? ""; } = "";

    public bool Push { get; set; }

    /// <summary>With <see cref="Push"/>: only versions of what exists.</summary>
    public bool OnlyVersions { get; set; }

    public bool Unlist { get; set; }

    public bool Read { get; set; }

    public bool ManageKeys { get; set; }

    /// <summary>The rows of patterns; empty ones mean nothing.</summary>
    public List<string> Globs { get; set => field = [.. (value ?? []).Select(v => v ?? "")]; } = [];

    /// <summary>The ticked packages.</summary>
    public List<string> Packages { get; set => field = [.. (value ?? []).Select(v => v ?? "")]; } = [];

    /// <summary>Where the key may be used from: address ranges, apart by blanks, commas or lines; empty for everywhere.</summary>
    public string Addresses { get; set => field = value ?? ""; } = "";

    /// <summary>The exact versions it may push, apart in the same ways; empty for every version.</summary>
    public string Versions { get; set => field = value ?? ""; } = "";

    /// <summary>For one version of one package.</summary>
    public bool SingleUse { get; set; }

    /// <summary>A number of days, or <see cref="OnDate"/>.</summary>
    public string Expiry { get; set => field = value ?? ""; } = "90";

    /// <summary>yyyy-MM-dd.</summary>
    public string Date { get; set => field = value ?? ""; } = "";

    /// <summary>Makes this form's answer unrepeatable.</summary>
    public string Nonce { get; set => field = value ?? ""; } = "";

    public IReadOnlyList<KeyAction> Actions =>
    [
        .. Push ? [OnlyVersions ? KeyAction.PushVersion : KeyAction.Push] : Array.Empty<KeyAction>(),
        .. Unlist ? [KeyAction.Unlist] : Array.Empty<KeyAction>(),
        .. Read ? [KeyAction.Read] : Array.Empty<KeyAction>(),
        .. ManageKeys ? [KeyAction.ManageKeys] : Array.Empty<KeyAction>(),
    ];

    /// <summary>Patterns and packages that are not empty.</summary>
    public IReadOnlyList<string> Subjects => [.. Globs.Concat(Packages).Where(s => !string.IsNullOrWhiteSpace(s)).Select(s => s.Trim())];

    public IReadOnlyList<string> AddressRanges => Split(Addresses);

    public IReadOnlyList<string> ExactVersions => Split(Versions);

    /// <summary>True when one of the further limits is set, so that they are not hidden.</summary>
    public bool HasLimits => SingleUse || AddressRanges.Count > 0 || ExactVersions.Count > 0;

    /// <summary>The days of life from today in UTC; null when the form does not say a number or a date.</summary>
    public int? LifetimeDays(DateTimeOffset now)
    {
        if (Expiry != OnDate)
        {
            return int.TryParse(Expiry, NumberStyles.None, CultureInfo.InvariantCulture, out int days) ? days : null;
        }

        return DateOnly.TryParseExact(Date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? date.DayNumber - DateOnly.FromDateTime(now.UtcDateTime).DayNumber
            : null;
    }

    /// <summary>The form of a key that exists.</summary>
    public static KeyInput Of(KeyDetails key) => new()
    {
        Name = key.Name,
        Push = key.Actions.Any(a => a is KeyAction.Push or KeyAction.PushVersion),
        OnlyVersions = !key.Actions.Contains(KeyAction.Push) && key.Actions.Contains(KeyAction.PushVersion),
        Unlist = key.Actions.Contains(KeyAction.Unlist),
        Read = key.Actions.Contains(KeyAction.Read),
        ManageKeys = key.Actions.Contains(KeyAction.ManageKeys),
        Globs = [.. key.Globs],
        Packages = [.. key.PackageIds],
        Addresses = string.Join('\n', key.Addresses),
        Versions = string.Join('\n', key.Versions),
        SingleUse = key.SingleUse != 0,
    };

    /// <summary>A form filled for a purpose; for any other word a blank one.</summary>
    public static KeyInput Preset(string? word) => word switch
    {
        "ci" => new KeyInput { Name = WebText.ApiKeys["Preset.ci.Name"], Push = true, OnlyVersions = true },
        "first" => new KeyInput { Name = WebText.ApiKeys["Preset.first.Name"], Push = true, Expiry = "7", SingleUse = true },
        "unlist" => new KeyInput { Name = WebText.ApiKeys["Preset.unlist.Name"], Unlist = true, Expiry = "30" },
        _ => new KeyInput(),
    };

    private static string[] Split(string text) =>
        text.Split([' ', '\t', '\r', '\n', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

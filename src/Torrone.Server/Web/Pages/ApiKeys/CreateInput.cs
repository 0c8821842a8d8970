using System.Globalization;
using Torrone.Server.ApiKeys;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>The form of a new key as it is sent. An empty field arrives as null and is kept as empty.</summary>
public sealed class CreateInput
{
    /// <summary>The expiry choice that means <see cref="Date"/>.</summary>
    public const string OnDate = "date";

    /// <summary>The offered days of life.</summary>
    public static IReadOnlyList<int> Days { get; } = [7, 30, 90, 180];

    public string Name { get; set => field = value ?? ""; } = "";

    /// <summary>The owner's name: a person or an organization.</summary>
    public string Owner { get; set => field = value ?? ""; } = "";

    public bool Push { get; set; }

    /// <summary>With <see cref="Push"/>: only versions of what exists.</summary>
    public bool OnlyVersions { get; set; }

    public bool Unlist { get; set; }

    /// <summary>The rows of patterns; empty ones mean nothing.</summary>
    public List<string> Globs { get; set => field = [.. (value ?? []).Select(v => v ?? "")]; } = [];

    /// <summary>The ticked packages.</summary>
    public List<string> Packages { get; set => field = [.. (value ?? []).Select(v => v ?? "")]; } = [];

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
    ];

    /// <summary>Patterns and packages that are not empty.</summary>
    public IReadOnlyList<string> Subjects => [.. Globs.Concat(Packages).Where(s => !string.IsNullOrWhiteSpace(s)).Select(s => s.Trim())];

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

    /// <summary>A form filled for a purpose; for any other word a blank one.</summary>
    public static CreateInput Preset(string? word) => word switch
    {
        "ci" => new CreateInput { Name = WebText.ApiKeys["Preset.ci.Name"], Push = true, OnlyVersions = true },
        "first" => new CreateInput { Name = WebText.ApiKeys["Preset.first.Name"], Push = true, Expiry = "7" },
        "unlist" => new CreateInput { Name = WebText.ApiKeys["Preset.unlist.Name"], Unlist = true, Expiry = "30" },
        _ => new CreateInput(),
    };
}

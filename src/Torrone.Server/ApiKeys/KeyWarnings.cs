namespace Torrone.Server.ApiKeys;

/// <summary>What a valid key's holder should hear now, in X-NuGet-Warning: the client prints it beside a success.</summary>
public static class KeyWarnings
{
    /// <summary>A key with this many days left or fewer is about to expire.</summary>
    public const int ExpiringDays = 14;

    internal const long Day = 24L * 60 * 60 * 1000;

    /// <summary>One English line for a key that expires within 14 days; null for any other.</summary>
    /// <param name="now">UTC Unix milliseconds.</param>
    public static string? ExpiryWarning(PresentedKey key, long now)
    {
        long left = key.ExpiresAt - now;
        if (left is <= 0 or > ExpiringDays * Day)
        {
            return null;
        }

        long days = left / Day;
        string text = days switch { 0 => "WarningToday", 1 => "WarningTomorrow", _ => "WarningDays" };
        return ApiKeysText.Text.English(text, days, KeyRefusals.Moment(key.ExpiresAt));
    }
}

namespace Torrone.Server.ApiKeys;

/// <summary>What a valid key's holder should hear now, in X-NuGet-Warning: the client prints it beside a success.</summary>
public static class KeyWarnings
{
    /// <summary>A key with this many days left or fewer is about to expire.</summary>
    public const int ExpiringDays = 14;

    internal const long Day = 24L * 60 * 60 * 1000;

    /// <summary>Every English line that the holder of the key should read now; none most of the time.</summary>
    /// <param name="now">UTC Unix milliseconds.</param>
    public static IEnumerable<string> Of(PresentedKey key, long now)
    {
        if (key.SecretEndsAt is { } ends)
        {
            yield return ApiKeysText.Text.English("WarningSecret", KeyRefusals.Moment(ends));
        }

        if (ExpiryWarning(key, now) is { } expiry)
        {
            yield return expiry;
        }
    }

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

using System.Globalization;

namespace Torrone.Server.Text;

/// <summary>The plural category of a whole number, by the Unicode CLDR's rules for the fourteen languages of the guides.</summary>
public static class PluralRules
{
    /// <summary>"one", "few", "many" or "other".</summary>
    public static string Form(CultureInfo culture, long count)
    {
        long n = Math.Abs(count);
        return culture.TwoLetterISOLanguageName switch
        {
            "ja" or "ko" or "zh" => "other",
            "fr" or "pt" => n is 0 or 1 ? "one" : "other",
            "cs" => n == 1 ? "one" : n is >= 2 and <= 4 ? "few" : "other",
            "pl" => n == 1 ? "one" : Few(n) ? "few" : "many",
            "ru" => n % 10 == 1 && n % 100 != 11 ? "one" : Few(n) ? "few" : "many",
            _ => n == 1 ? "one" : "other",
        };
    }

    private static bool Few(long n) => n % 10 is >= 2 and <= 4 && n % 100 is not (>= 12 and <= 14);
}

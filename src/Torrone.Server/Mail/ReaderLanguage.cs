using System.Globalization;
using Torrone.Server.Text;

namespace Torrone.Server.Mail;

/// <summary>A letter speaks its reader's language, which need not be that of whoever caused it.</summary>
public static class ReaderLanguage
{
    /// <summary>Composes under the reader's language; the default one where it is null, empty or not spoken here any more.</summary>
    public static T In<T>(string? language, Func<T> compose)
    {
        (CultureInfo words, CultureInfo formats) = (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture);
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(IsSpoken(language) ? language! : Languages.Spoken[0]);
            return compose();
        }
        finally
        {
            (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = (words, formats);
        }
    }

    private static bool IsSpoken(string? language) => language is not null && (Languages.Spoken.Contains(language) || language == Languages.Pseudo);
}

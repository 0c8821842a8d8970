using System.Globalization;
using Torrone.Server.Text;

namespace Torrone.Server.Settings;

/// <summary>A setting has a value that cannot be used; the message names it. Never carries a secret: secret settings are checked elsewhere.</summary>
public sealed class InvalidSettingException : Exception
{
    private static readonly TextSource Sentences = new("Torrone.Server.Settings.Text");

    /// <param name="name">The setting, without "Torrone__".</param>
    public InvalidSettingException(string name, object value)
        : base(string.Format(CultureInfo.CurrentCulture, Sentences["InvalidSetting"], name, value))
    {
    }

    /// <param name="unreadable">What the framework says of a value that is not even of the setting's type.</param>
    public InvalidSettingException(InvalidOperationException unreadable)
        : base(string.Format(CultureInfo.CurrentCulture, Sentences["UnreadableSetting"], unreadable.Message), unreadable)
    {
    }
}

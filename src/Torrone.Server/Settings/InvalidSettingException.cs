using System.Globalization;
using Torrone.Server.Text;

namespace Torrone.Server.Settings;

/// <summary>A setting has a value that cannot be used; the message names it. Never carries a secret: secret settings are checked elsewhere.</summary>
public sealed class InvalidSettingException(string name, object value)
    : Exception(string.Format(CultureInfo.CurrentCulture, Sentences["InvalidSetting"], name, value))
{
    private static readonly TextSource Sentences = new("Torrone.Server.Settings.Text");
}

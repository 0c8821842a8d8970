namespace Torrone.Server.Settings;

/// <summary>The mail server (Torrone__Smtp__…). Without a host, mail is kept as .eml files in the data folder.</summary>
public sealed class SmtpSettings
{
    public string Host { get; set; } = "";

    /// <summary>Default 587, with STARTTLS. 465 (TLS from the first byte) is not supported.</summary>
    public int Port { get; set; } = 587;

    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>The sender's address. Default torrone@localhost.</summary>
    public string From { get; set; } = "torrone@localhost";

    /// <summary>Encrypt by STARTTLS. Default true; false only for a relay on the same machine.</summary>
    public bool StartTls { get; set; } = true;
}

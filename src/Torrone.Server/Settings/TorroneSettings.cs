namespace Torrone.Server.Settings;

/// <summary>
/// What an administrator may set: section "Torrone" of appsettings.json, environment variables Torrone__Name, and the command line,
/// in that order. Every value has a default that is safe on a laptop.
/// </summary>
public sealed class TorroneSettings
{
    private const string Everyone = "everyone";
    private const string Members = "members";

    /// <summary>The data folder. Default ./data, relative to where the program was started.</summary>
    public string Data { get; set; } = "data";

    /// <summary>A PostgreSQL connection string; empty for the embedded SQLite file in the data folder.</summary>
    public string Database { get; set; } = "";

    /// <summary>Where package bytes lie; empty for "blobs" in the data folder.</summary>
    public string Blobs { get; set; } = "";

    /// <summary>The master key in base64, or the path of a file that holds it; empty for master.key in the data folder.</summary>
    public string MasterKey { get; set; } = "";

    /// <summary>The address that people and clients use, path base included, e.g. https://packages.example.com/nuget. Empty: taken from each request.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>Addresses or networks (CIDR) of reverse proxies whose forwarded headers are believed; empty believes nobody.</summary>
    public string[] Proxies { get; set; } = [];

    /// <summary>The largest package in MiB, 1 to 4096. Default 250.</summary>
    public int MaxPackageMiB { get; set; } = 250;

    /// <summary>Memory for rendered documents and small packages in MiB, 8 to 65536. Default 128.</summary>
    public int CacheMiB { get; set; } = 128;

    /// <summary>Offers the made-up language by which hard-coded text is found. Default false; always offered in Development.</summary>
    public bool PseudoLanguage { get; set; }

    /// <summary>Who may read: everyone (the default), or members, who show a session or a key for reading at every address.</summary>
    public string Read { get; set; } = Everyone;

    /// <summary>Hosts whose raster pictures a README may show, with commas between; a picture from elsewhere becomes a link. Empty: from nowhere.</summary>
    public string ReadmeImageHosts { get; set; } = "raw.githubusercontent.com,user-images.githubusercontent.com";

    public AccountSettings Accounts { get; set; } = new();

    public SmtpSettings Smtp { get; set; } = new();

    public LimitSettings Limits { get; set; } = new();

    /// <summary>Outside providers by a name of the administrator's choice: lower-case letters, digits and hyphens, at most 32.</summary>
    public Dictionary<string, SignInSettings> SignIn { get; set; } = [];

    /// <summary>True when only members may read.</summary>
    public bool IsPrivate => Read == Members;

    /// <summary>The data folder as an absolute path.</summary>
    public string DataFolder => Path.GetFullPath(Data);

    /// <summary>A folder or file under the data folder.</summary>
    public string Under(string name) => Path.Combine(DataFolder, name);

    /// <summary>Reads the section and checks it.</summary>
    /// <exception cref="InvalidSettingException">A value is out of its range; the message names the setting.</exception>
    public static TorroneSettings From(IConfiguration configuration)
    {
        TorroneSettings settings = Bind(configuration);
        Check(settings.MaxPackageMiB is >= 1 and <= 4096, nameof(MaxPackageMiB), settings.MaxPackageMiB);
        Check(settings.Read is Everyone or Members, nameof(Read), settings.Read);
        Check(settings.CacheMiB is >= 8 and <= 65536, nameof(CacheMiB), settings.CacheMiB);
        Check(settings.Accounts.Registration is "" or "open" or "invitation" or "closed", "Accounts__Registration", settings.Accounts.Registration);
        Check(settings.Accounts.EmailDomains.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .All(d => Uri.CheckHostName(d.StartsWith("*.", StringComparison.Ordinal) ? d[2..] : d) == UriHostNameType.Dns),
            "Accounts__EmailDomains", settings.Accounts.EmailDomains);
        Check(settings.Accounts.MaxKeyDays is >= 1 and <= 365, "Accounts__MaxKeyDays", settings.Accounts.MaxKeyDays);
        foreach ((string name, SignInSettings provider) in settings.SignIn)
        {
            Check(name.Length <= 32 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && provider.IsGood, $"SignIn__{name}", provider.Authority);
        }

        Check(settings.Smtp.Port is >= 1 and <= 65535 and not 465, "Smtp__Port", settings.Smtp.Port);
        Check(settings.PublicUrl.Length == 0 || (Uri.TryCreate(settings.PublicUrl, UriKind.Absolute, out Uri? url)
            && url.Scheme is "http" or "https" && url.Query.Length == 0 && url.Fragment.Length == 0), nameof(PublicUrl), settings.PublicUrl);
        settings.PublicUrl = settings.PublicUrl.TrimEnd('/');
        return settings;
    }

    private static TorroneSettings Bind(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection("Torrone").Get<TorroneSettings>() ?? new TorroneSettings();
        }
        catch (InvalidOperationException e)
        {
            // A word where a number belongs. Secrets are text, which is never refused here.
            throw new InvalidSettingException(e);
        }
    }

    private static void Check(bool good, string name, object value)
    {
        if (!good)
        {
            throw new InvalidSettingException(name, value);
        }
    }
}

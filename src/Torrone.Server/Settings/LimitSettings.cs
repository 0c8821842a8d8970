namespace Torrone.Server.Settings;

/// <summary>What one key or address may do in a time (Torrone__Limits__…). 0 turns a limit off.</summary>
public sealed class LimitSettings
{
    public int PushesPerHour { get; set; } = 1000;

    public int UnlistsPerHour { get; set; } = 500;

    /// <summary>
    /// A key that pushes to so many more packages within ten minutes than it ever did is let pass, to more is frozen until a person
    /// releases it. Default 0: no key is frozen.
    /// </summary>
    public int FreezeNewIds { get; set; }

    /// <summary>An id with so many downloads may not be imitated by a new one of somebody else.</summary>
    public int LookAlikeDownloads { get; set; } = 20;

    /// <summary>Seconds that looking into one package may take.</summary>
    public int InspectSeconds { get; set; } = 300;

    /// <summary>Sign-in, registration and password-reset tries from one address in ten minutes.</summary>
    public int SignInsPerTenMinutes { get; set; } = 60;

    /// <summary>Reports of leaked keys from one address in ten minutes.</summary>
    public int LeakReportsPerTenMinutes { get; set; } = 30;

    /// <summary>Reports about packages from one address in an hour.</summary>
    public int ReportsPerHour { get; set; } = 5;
}

namespace Torrone.Server.Packages.Reports;

/// <summary>Why a package is reported: words that rows, forms and resources share.</summary>
public static class ReportReason
{
    /// <summary>It harms whoever uses it.</summary>
    public const string Malware = "malware";

    public const string Vulnerability = "vulnerability";

    /// <summary>A key, a password or personal data that was not meant to be published.</summary>
    public const string Secret = "secret";

    public const string License = "license";

    /// <summary>It passes itself off as another package, or as another publisher's.</summary>
    public const string Misleading = "misleading";

    public const string Other = "other";

    /// <summary>In the order of a form.</summary>
    public static IReadOnlyList<string> All { get; } = [Malware, Misleading, Vulnerability, Secret, License, Other];

    /// <summary>False where telling the owners would warn whoever does harm.</summary>
    public static bool IsForOwners(string reason) => reason is not (Malware or Misleading);
}

using Torrone.Server.Text;

namespace Torrone.Server.Web;

/// <summary>
/// The sentences of the pages, one source per page area (Web/Resources/Area.resx). A page begins with
/// <c>@{ TextSource T = WebText.Area; }</c> and says <c>@T["Key"]</c>.
/// </summary>
public static class WebText
{
    /// <summary>Header, footer, menus and words that every page shares.</summary>
    public static readonly TextSource Shell = Area("Shell");

    public static readonly TextSource Home = Area("Home");

    public static readonly TextSource Packages = Area("Packages");

    public static readonly TextSource Upload = Area("Upload");

    public static readonly TextSource Errors = Area("Errors");

    public static readonly TextSource Account = Area("Account");

    public static readonly TextSource ApiKeys = Area("ApiKeys");

    public static readonly TextSource Admin = Area("Admin");

    /// <summary>Administration of the whole gallery: keys, deletion, audit, mail, policies.</summary>
    public static readonly TextSource Site = Area("Site");

    /// <summary>Second factors, and "confirm it is you" on every page that asks for it.</summary>
    public static readonly TextSource Factors = Area("Factors");

    /// <summary>What the rows of the audit log say.</summary>
    public static readonly TextSource Audit = Area("Audit");

    public static readonly TextSource Organizations = Area("Organizations");

    /// <summary>Who owns packages.</summary>
    public static readonly TextSource Owners = Area("Owners");

    /// <summary>Which ids are reserved for whom.</summary>
    public static readonly TextSource Prefixes = Area("Prefixes");

    /// <summary>Deprecation and advisories.</summary>
    public static readonly TextSource Advice = Area("Advice");

    /// <summary>Reporting a package, and what administrators do about it.</summary>
    public static readonly TextSource Reports = Area("Reports");

    private static TextSource Area(string name) => new("Torrone.Server.Web.Resources." + name);
}

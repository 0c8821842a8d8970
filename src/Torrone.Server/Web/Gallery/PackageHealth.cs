using Microsoft.AspNetCore.Html;
using Torrone.NuGet.Identity;
using Torrone.Server.Packages;

namespace Torrone.Server.Web.Gallery;

/// <summary>The one sentence about a version that a person needs before using it.</summary>
/// <param name="Kind">success, accent, warning or danger: the badge's and the icon's colour.</param>
/// <param name="Icon">Beside the sentence.</param>
/// <param name="Sentence">Whole, with a link where there is something better.</param>
public sealed record PackageHealth(string Kind, string Icon, IHtmlContent Sentence)
{
    /// <summary>What outweighs its age; null when its owners stand by it.</summary>
    public static PackageHealth? Warned(VersionRecord version) => version switch
    {
        { Advisories.Count: > 0 and int count } => new PackageHealth("danger", "warning", WebText.Advice.HtmlPlural("Health.Vulnerable", count)),
        { Deprecation: not null } => new PackageHealth("warning", "warning", WebText.Advice.Html("Health.Deprecated")),
        _ => null,
    };

    /// <summary>Weighs a version against its siblings.</summary>
    /// <param name="stable">The highest listed version without a prerelease label; null when there is none.</param>
    /// <param name="newest">The highest listed version at all; null when none is listed.</param>
    /// <param name="link">Makes the link to another version.</param>
    public static PackageHealth Of(
        PackageVersion version, bool listed, PackageVersion? stable, PackageVersion? newest, Func<PackageVersion, IHtmlContent> link)
    {
        PackageVersion? better = stable is not null && stable > version ? stable : null;
        if (!listed)
        {
            return better is null
                ? new PackageHealth("warning", "eye-off", WebText.Packages.Html("Health.Unlisted"))
                : new PackageHealth("warning", "eye-off", WebText.Packages.Html("Health.UnlistedNewer", link(better)));
        }

        if (better is not null)
        {
            return new PackageHealth("warning", "info", WebText.Packages.Html("Health.Newer", link(better)));
        }

        if (!version.IsPrerelease)
        {
            return newest is not null && newest > version
                ? new PackageHealth("success", "check-circle", WebText.Packages.Html("Health.NewestStable", link(newest)))
                : new PackageHealth("success", "check-circle", WebText.Packages.Html("Health.Newest"));
        }

        if (newest is not null && newest > version)
        {
            return new PackageHealth("warning", "info", WebText.Packages.Html("Health.NewerPrerelease", link(newest)));
        }

        return stable is null
            ? new PackageHealth("accent", "info", WebText.Packages.Html("Health.OnlyPrerelease"))
            : new PackageHealth("accent", "info", WebText.Packages.Html("Health.Prerelease", link(stable)));
    }
}

using Torrone.NuGet.Identity;
using Torrone.Server.Data;

namespace Torrone.Server.Packages.Reports;

/// <summary>The version that a report is about.</summary>
internal sealed class ReportedVersion
{
    public long VersionId { get; init; }

    public long PackageId { get; init; }

    /// <summary>The package's id as it is spelled.</summary>
    public string Id { get; init; } = "";

    /// <summary>Normalized.</summary>
    public string Version { get; init; } = "";

    public string Name => $"{Id} {Version}";

    /// <summary>The version that may be downloaded, or null.</summary>
    public static async Task<ReportedVersion?> FindAsync(DbSession read, long feedId, string id, string version) =>
        NuGet.Identity.PackageId.TryParse(id, out NuGet.Identity.PackageId? packageId) && PackageVersion.TryParse(version, out PackageVersion? parsed)
            ? await read.FirstOrDefaultAsync<ReportedVersion>(
                """
                SELECT v.id AS version_id, p.id AS package_id, p.display_id AS id, v.normalized AS version
                FROM packages p JOIN versions v ON v.package_id = p.id
                WHERE p.feed_id = @feedId AND p.lower_id = @id AND v.lower_version = @version AND v.state = 'available'
                """, new { feedId, id = packageId.Lower, version = parsed.Lower })
            : null;
}

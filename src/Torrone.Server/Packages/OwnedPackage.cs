using Torrone.NuGet.Identity;

namespace Torrone.Server.Packages;

/// <summary>A package in its owner's list.</summary>
/// <param name="Shown">The newest listed version, or the newest of all when none is listed.</param>
/// <param name="ListedVersions">How many versions are listed.</param>
/// <param name="AllVersions">How many there are.</param>
public sealed record OwnedPackage(
    string LowerId, string DisplayId, long Downloads, PackageVersion Shown, bool IsListed, int ListedVersions, int AllVersions, string Description, long ShownId)
{
    internal static OwnedPackage From(IGrouping<string, OwnedRow> rows)
    {
        List<(PackageVersion Version, OwnedRow Row)> versions = [.. rows
            .Select(r => (Version: PackageVersion.TryParse(r.Original, out PackageVersion? v) ? v : null, Row: r))
            .Where(v => v.Version is not null).Select(v => (v.Version!, v.Row)).OrderBy(v => v.Item1)];
        var listed = versions.Where(v => v.Row.Listed != 0).ToList();
        (PackageVersion shown, OwnedRow row) = listed.Count > 0
            ? listed.FindLast(v => !v.Version.IsPrerelease) is { Version: not null } stable ? stable : listed[^1]
            : versions[^1];
        return new OwnedPackage(row.LowerId, row.DisplayId, row.Downloads, shown, listed.Count > 0, listed.Count, versions.Count,
            "", row.Id);
    }
}

internal sealed class OwnedRow
{
    public long Id { get; init; }

    public string LowerId { get; init; } = "";

    public string DisplayId { get; init; } = "";

    public long Downloads { get; init; }

    public string Original { get; init; } = "";

    public long Listed { get; init; }
}

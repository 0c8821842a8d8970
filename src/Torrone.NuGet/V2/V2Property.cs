using System.Diagnostics.CodeAnalysis;
using Torrone.NuGet.V3;

namespace Torrone.NuGet.V2;

/// <summary>One property of an entry: named in filters, orders and selections, written into feeds, told in the service's metadata.</summary>
/// <param name="Name">As the protocol spells it; compared by case.</param>
/// <param name="Type">What <paramref name="Read"/> gives: string, bool or long.</param>
/// <param name="Read">The value; null when the package says nothing.</param>
public sealed record V2Property(string Name, EdmType Type, Func<V2Entry, object?> Read)
{
    // What clients understand as "unlisted".
    private const long Unlisted = -2_208_988_800_000;

    /// <summary>All of them, in the order of the feed.</summary>
    public static IReadOnlyList<V2Property> All { get; } =
    [
        Text("Id", e => e.Id),
        Text("Version", e => e.Version.Semantic.ToFullString()),
        Text("NormalizedVersion", e => e.Version.Normalized),
        Text("Authors", e => e.Manifest.Authors),
        Text("Copyright", e => e.Manifest.Copyright),
        new("Created", EdmType.Time, e => e.Published),
        Text("Dependencies", e => DependencyText.Of(e.Manifest)),
        Text("Description", e => e.Manifest.Description),
        new("DownloadCount", EdmType.Int64, e => e.TotalDownloads),
        Text("IconUrl", e => e.Manifest.IconFile is null ? CatalogEntry.Web(e.Manifest.IconUrl) : null),
        Flag("IsLatestVersion", e => e.IsLatest),
        Flag("IsAbsoluteLatestVersion", e => e.IsAbsoluteLatest),
        Flag("IsPrerelease", e => e.Version.IsPrerelease),
        Text("Language", e => e.Manifest.Language),
        new("LastEdited", EdmType.Time, e => e.Changed),
        new("LastUpdated", EdmType.Time, e => e.Changed),
        new("Published", EdmType.Time, e => e.Listed ? e.Published : Unlisted),
        Text("PackageHash", e => Convert.ToBase64String(e.Hash)),
        Text("PackageHashAlgorithm", _ => "SHA512"),
        new("PackageSize", EdmType.Int64, e => e.Size),
        Text("ProjectUrl", e => CatalogEntry.Web(e.Manifest.ProjectUrl)),
        Text("ReleaseNotes", e => e.Manifest.ReleaseNotes),
        Flag("RequireLicenseAcceptance", e => e.Manifest.RequireLicenseAcceptance),
        Flag("DevelopmentDependency", e => e.Manifest.DevelopmentDependency),
        Text("Summary", e => e.Manifest.Summary),
        Text("Tags", e => e.Manifest.Tags.Length == 0 ? null : $" {string.Join(' ', e.Manifest.Tags)} "),
        Text("Title", e => e.Manifest.Title),
        new("VersionDownloadCount", EdmType.Int64, e => e.Downloads),
        Text("MinClientVersion", e => e.Manifest.MinClientVersion),
        Text("LicenseUrl", e => CatalogEntry.Web(e.Manifest.LicenseUrl)),
        Text("LicenseNames", e => e.Manifest.LicenseExpression),
        Text("Owners", e => string.Join(", ", e.Owners)),
        Flag("Listed", e => e.Listed),
    ];

    private static readonly Dictionary<string, V2Property> ByName = All.ToDictionary(p => p.Name, StringComparer.Ordinal);

    public static bool TryFind(string name, [NotNullWhen(true)] out V2Property? property) => ByName.TryGetValue(name, out property);

    private static V2Property Text(string name, Func<V2Entry, string?> read) => new(name, EdmType.Text, read);

    private static V2Property Flag(string name, Func<V2Entry, bool> read) => new(name, EdmType.Flag, e => read(e));
}

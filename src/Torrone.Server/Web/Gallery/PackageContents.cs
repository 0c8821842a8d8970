using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.Caching.Memory;
using Torrone.NuGet.Archives;
using Torrone.Server.Packages;
using Torrone.Server.Web.Readme;
using Torrone.Storage;

namespace Torrone.Server.Web.Gallery;

/// <summary>
/// What pages show from inside published packages, kept in memory within a bound: opening an archive and rendering its README happens
/// once for each blob, not once for each reader. Bytes under a hash never change, so nothing has to be dropped.
/// </summary>
public sealed class PackageContents(PackageFiles files, ReadmeRenderer renderer) : IDisposable
{
    private const long Bound = 48L << 20;
    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = Bound });

    /// <summary>The README, icon and license of the package; null when the store has no such blob.</summary>
    public async Task<PackageContent?> OfAsync(BlobHash blob, CancellationToken cancellation = default)
    {
        if (_kept.TryGetValue(blob, out PackageContent? known))
        {
            return known;
        }

        PackageInspection? inspection = await files.OpenAsync(blob, cancellation);
        if (inspection is null)
        {
            return null;
        }

        PackageContent content = Of(inspection);
        return _kept.Set(blob, content, new MemoryCacheEntryOptions { Size = content.Bytes, SlidingExpiration = TimeSpan.FromHours(6) });
    }

    /// <summary>The same of a package that is not published yet; nothing is kept.</summary>
    public PackageContent Of(PackageInspection inspection)
    {
        IHtmlContent? readme = inspection.Readme is { } markdown ? renderer.Render(markdown) : null;
        return new PackageContent(readme, inspection.Readme, inspection.Icon, inspection.IconMediaType, inspection.License);
    }

    public void Dispose() => _kept.Dispose();
}

/// <summary>The files of a package that people see.</summary>
/// <param name="Readme">Safe HTML; null without a README.</param>
/// <param name="ReadmeSource">The README as packed.</param>
/// <param name="Icon">A picture as packed; null without one.</param>
/// <param name="IconMediaType">image/png or image/jpeg; null without an icon.</param>
/// <param name="License">The license's text as packed; null when the package embeds none.</param>
public sealed record PackageContent(IHtmlContent? Readme, byte[]? ReadmeSource, byte[]? Icon, string? IconMediaType, byte[]? License)
{
    // Rendered text is kept as UTF-16 and is longer than its source.
    internal long Bytes => 512 + ((ReadmeSource?.Length ?? 0) * 6L) + (Icon?.Length ?? 0) + (License?.Length ?? 0);
}

using System.Runtime.CompilerServices;
using Torrone.NuGet.Identity;
using Torrone.NuGet.V2;
using Torrone.Server.Packages;

namespace Torrone.Server.ProtocolV2;

/// <summary>
/// A collection without an id: goes through the packages by id and keeps what the filter wants. One request looks at a bounded number
/// of packages; a page that ends early says where the next one goes on, so that whoever follows the links sees everything once.
/// </summary>
internal sealed class PackageScan(PackageQueries queries)
{
    /// <summary>Packages that one request may look at.</summary>
    public const int Bound = 1_000;

    private const int Batch = 200;

    /// <summary>A page of what the filter wants, by id and version.</summary>
    /// <param name="wanted">What must hold besides the filter.</param>
    /// <exception cref="V2QueryException">What is to be skipped or counted goes on beyond the bound.</exception>
    public async Task<V2Page> PageAsync(long feedId, V2Options options, Func<V2Entry, bool> wanted, CancellationToken cancellation)
    {
        List<V2Entry> page = [];
        V2Entry? seen = null;
        long matches = 0;
        int scanned = 0;
        bool more = false;
        await foreach (PackageRecord package in PackagesAsync(feedId, options, cancellation))
        {
            if (++scanned > Bound)
            {
                return options.WithCount || matches < options.Skip ? throw V2QueryException.TooBroad() : new V2Page(page, null, After(seen!));
            }

            foreach (V2Entry entry in Matches(package, options, wanted))
            {
                matches++;
                if (matches > options.Skip && page.Count < options.Take)
                {
                    page.Add(entry);
                }
                else if (matches > options.Skip && !options.WithCount)
                {
                    return new V2Page(page, null, WantsMore(page, options) ? After(page[^1]) : null);
                }
                else
                {
                    more |= matches > options.Skip;
                }
            }

            seen = V2Entries.Of(package, semVer2: true)[^1];
        }

        // Whoever wants the count has everything looked at for each page, and so may as well skip.
        return new V2Page(page, options.WithCount ? matches : null,
            more && WantsMore(page, options) ? ("$skip", $"{(long)options.Skip + page.Count}") : null);
    }

    /// <summary>All that the filter wants, by id and version.</summary>
    /// <exception cref="V2QueryException">There are too many packages to look at.</exception>
    public async Task<List<V2Entry>> AllAsync(long feedId, V2Options options, Func<V2Entry, bool> wanted, CancellationToken cancellation)
    {
        List<V2Entry> all = [];
        int scanned = 0;
        await foreach (PackageRecord package in PackagesAsync(feedId, options, cancellation))
        {
            if (++scanned > Bound)
            {
                throw V2QueryException.TooBroad();
            }

            all.AddRange(Matches(package, options, wanted));
        }

        return all;
    }

    private async IAsyncEnumerable<PackageRecord> PackagesAsync(
        long feedId, V2Options options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string prefix = FilterShape.IdPrefix(options.Filter);
        string after = options.After?.LowerId ?? "";
        List<string> ids = after.Length > 0 ? [after] : await queries.IdsAfterAsync(feedId, after, prefix, Batch, cancellation);
        while (ids.Count > 0)
        {
            foreach (PackageRecord package in await queries.FindManyAsync(feedId, ids, cancellation))
            {
                yield return package;
            }

            ids = await queries.IdsAfterAsync(feedId, ids[^1], prefix, Batch, cancellation);
        }
    }

    private static IEnumerable<V2Entry> Matches(PackageRecord package, V2Options options, Func<V2Entry, bool> wanted) =>
        V2Entries.Of(package, options.SemVer2).Where(e => !IsBefore(e, package.LowerId, options.After) && wanted(e) && options.Filter?.Matches(e) != false);

    private static bool IsBefore(V2Entry entry, string lowerId, (string LowerId, PackageVersion Version)? after) =>
        after is { } last && lowerId == last.LowerId && entry.Version <= last.Version;

    private static bool WantsMore(List<V2Entry> page, V2Options options) => page.Count > 0 && page.Count < (options.Top ?? int.MaxValue);

    private static (string, string) After(V2Entry last) => ("$skiptoken", $"'{last.Id}','{last.Version.Normalized}'");
}

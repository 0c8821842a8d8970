using Torrone.NuGet.V2;

namespace Torrone.Server.ProtocolV2;

/// <summary>A part of a collection.</summary>
/// <param name="Total">How many entries match in all; null when nobody asked.</param>
/// <param name="Next">What takes the place of $skip or $skiptoken in the address of the page after this one; null on the last page.</param>
internal sealed record V2Page(IReadOnlyList<V2Entry> Entries, long? Total, (string Option, string Value)? Next)
{
    /// <summary>The page out of everything that matches, in its order.</summary>
    public static V2Page Of(IReadOnlyList<V2Entry> all, V2Options options)
    {
        V2Entry[] page = [.. all.Skip(options.Skip).Take(options.Take)];
        long end = (long)options.Skip + page.Length;
        bool more = end < all.Count && page.Length > 0 && page.Length < (options.Top ?? int.MaxValue);
        return new V2Page(page, options.WithCount ? all.Count : null, more ? ("$skip", $"{end}") : null);
    }
}

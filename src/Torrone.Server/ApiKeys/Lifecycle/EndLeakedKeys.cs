using Torrone.Server.Audit;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Revokes keys whose secrets somebody found. Whoever has the secret could do worse with it.</summary>
public sealed class EndLeakedKeys(KeyLookup lookup, SiteTag site, EndKey end)
{
    /// <summary>As many of one report are looked at.</summary>
    public const int MostAtOnce = 100;

    /// <summary>Revokes every key of this gallery among the texts; how many were revoked now. What is no key is passed over.</summary>
    /// <param name="who">Nobody known: the address and client of the report.</param>
    /// <param name="address">The gallery's address for the letters, without a slash at its end.</param>
    public async Task<int> RunAsync(IReadOnlyList<string> texts, Actor who, string address, CancellationToken cancellation = default)
    {
        int revoked = 0;
        foreach (string text in texts.Take(MostAtOnce))
        {
            if (text is not null && KeyText.TryParse(text, out KeyText? key, out _) && key.SiteTag == site.Value
                && await lookup.FindAsync(key, cancellation) is { } presented)
            {
                revoked += await end.RevokePresentedAsync(presented, who, leaked: true, address, cancellation) ? 1 : 0;
            }
        }

        return revoked;
    }
}

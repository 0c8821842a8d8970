namespace Torrone.Server.ApiKeys;

/// <summary>
/// Whether a key suddenly pushes to many more packages than it ever did, as a stolen key in the hands of a worm does. Pure.
/// </summary>
public static class PushBurst
{
    /// <summary>Ten minutes, in milliseconds: pushes that lie within it count together.</summary>
    public const long Window = 10 * 60 * 1000;

    /// <summary>
    /// An hour, in milliseconds: for so long after a person's release the key is let be, so that the work that was stopped can be finished.
    /// What it does then becomes its past.
    /// </summary>
    public const long Grace = 60 * 60 * 1000;

    /// <summary>
    /// How many distinct packages more than ever before the key would have pushed to within ten minutes, with this push. Zero or less when
    /// it has done as much before.
    /// </summary>
    /// <param name="past">Its pushes until now, in order of time.</param>
    /// <param name="packageId">The package of this push; a number that no other package has.</param>
    /// <param name="now">UTC Unix milliseconds.</param>
    public static int BeyondPast(IReadOnlyList<PastPush> past, long packageId, long now)
    {
        long start = now - Window;
        HashSet<long> recent = [packageId];
        Dictionary<long, int> window = [];
        int most = 0;
        int first = 0;
        foreach (PastPush push in past)
        {
            if (push.At > start)
            {
                recent.Add(push.PackageId);
                continue;
            }

            window[push.PackageId] = window.GetValueOrDefault(push.PackageId) + 1;
            while (past[first].At <= push.At - Window)
            {
                if (--window[past[first].PackageId] == 0)
                {
                    window.Remove(past[first].PackageId);
                }

                first++;
            }

            most = Math.Max(most, window.Count);
        }

        return recent.Count - most;
    }
}

namespace Torrone.Server.Packages.Advisories;

/// <summary>
/// Databases describe the same weakness under several names and each of them may be imported. For a package it counts once, as its most
/// trusted description has it: GitHub's reviewed one, else the CVE's, else the latest. Pure.
/// </summary>
public static class OneWeaknessOnce
{
    /// <summary>The descriptions that hold, worst first.</summary>
    /// <param name="all">Those of one package.</param>
    public static IReadOnlyList<PackageAdvisory> Of(IReadOnlyList<PackageAdvisory> all)
    {
        if (all.Count < 2)
        {
            return all;
        }

        // Descriptions that share a name, at whatever remove, are of one weakness: each carries the number of its group's first.
        int[] group = [.. Enumerable.Range(0, all.Count)];
        Dictionary<string, int> names = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < all.Count; i++)
        {
            foreach (string name in all[i].Aliases.Prepend(all[i].Identifier))
            {
                if (names.TryGetValue(name, out int other))
                {
                    group[Root(group, i)] = Root(group, other);
                }
                else
                {
                    names.Add(name, i);
                }
            }
        }

        return
        [
            .. Enumerable.Range(0, all.Count).GroupBy(i => Root(group, i))
                .Select(one => one.Select(i => all[i]).OrderBy(Trust).ThenByDescending(a => a.ModifiedAt).ThenBy(a => a.Identifier, StringComparer.OrdinalIgnoreCase).First())
                .OrderByDescending(a => a.Severity).ThenBy(a => a.Identifier, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static int Root(int[] group, int i)
    {
        while (group[i] != i)
        {
            i = group[i] = group[group[i]];
        }

        return i;
    }

    private static int Trust(PackageAdvisory advisory) =>
        advisory.Identifier.StartsWith("GHSA-", StringComparison.OrdinalIgnoreCase) ? 0
        : advisory.Identifier.StartsWith("CVE-", StringComparison.OrdinalIgnoreCase) ? 1 : 2;
}

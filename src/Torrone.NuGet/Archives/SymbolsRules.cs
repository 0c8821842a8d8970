using Torrone.NuGet.Manifests;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Archives;

/// <summary>What a symbols package may hold, as nuget.org has it: PDBs, documentation, and what every package carries.</summary>
internal static class SymbolsRules
{
    private static readonly string[] Allowed = [".pdb", ".nuspec", ".xml", ".psmdcp", ".rels", ".p7s"];

    public static void Check(PackageManifest manifest, List<ZipEntry> entries, ProblemList problems)
    {
        if (!manifest.PackageTypes.Any(type => type.Is(PackageType.SymbolsName)))
        {
            problems.Add(ProblemCode.SymbolsTypeMissing);
        }

        var hasPdb = false;
        foreach (var entry in entries.Where(entry => !entry.Path.EndsWith('/')))
        {
            var extension = Array.Find(Allowed, allowed => entry.Path.EndsWith(allowed, StringComparison.OrdinalIgnoreCase));
            hasPdb |= extension == ".pdb";
            if (extension is null)
            {
                problems.Add(ProblemCode.SymbolsEntryForbidden, entry.Name);
            }
        }

        if (!hasPdb)
        {
            problems.Add(ProblemCode.SymbolsNoPdb);
        }
    }
}

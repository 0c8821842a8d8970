using Torrone.NuGet.Archives;
using Torrone.Testing.Packages;

namespace Torrone.Fuzz.Tests.Targets;

/// <summary>Symbols packages.</summary>
internal sealed class SymbolsTarget : ArchiveTarget
{
    public override string Name => "snupkg";

    public override IEnumerable<byte[]> Seeds =>
    [
        Package().Entry("lib/net10.0/a.pdb", "BSJB").Build(),
        Package().Entry("lib/net10.0/a.pdb", "BSJB").Entry("lib/net10.0/a.xml", "<doc/>").Entry("_rels/.rels", "<a/>").Framework("net8.0").Build(),
        new PackageBuilder("Symbols").Nuspec(
            "<package><metadata><id>Symbols</id><version>1.0.0</version><packageTypes><packageType name=\"SymbolsPackage\" /></packageTypes></metadata></package>")
            .Entry("a.pdb", "x").Build(),
    ];

    protected override PackageInspection Inspect(Stream stream) => PackageArchive.InspectSymbols(stream, ArchiveLimits.Default, Now);

    private static PackageBuilder Package() => new PackageBuilder("Symbols").Type("SymbolsPackage");
}

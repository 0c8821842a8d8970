using Torrone.Architecture.Tests.Imports;
using Torrone.NuGet.Identity;
using Torrone.Server.Data;
using Torrone.Storage;

namespace Torrone.Architecture.Tests;

/// <summary>The three assemblies, read once.</summary>
internal static class Assemblies
{
    public static AssemblyScan NuGet { get; } = AssemblyScan.Of(typeof(PackageId).Assembly);

    public static AssemblyScan Storage { get; } = AssemblyScan.Of(typeof(BlobHash).Assembly);

    public static AssemblyScan Server { get; } = AssemblyScan.Of(typeof(Database).Assembly);

    public static IReadOnlyList<AssemblyScan> All { get; } = [NuGet, Storage, Server];

    /// <summary>Types that people wrote: the compiler's own begin with an angle bracket or live in namespaces of its tools.</summary>
    public static IEnumerable<TypeName> Written => All.SelectMany(a => a.Types)
        .Where(t => t.Namespace.StartsWith("Torrone.", StringComparison.Ordinal) && !t.Name.StartsWith('<')).Distinct();
}

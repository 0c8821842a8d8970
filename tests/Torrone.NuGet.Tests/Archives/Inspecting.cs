using Torrone.NuGet.Archives;
using Torrone.NuGet.Problems;
using Torrone.Testing.Packages;

namespace Torrone.NuGet.Tests.Archives;

/// <summary>Inspects bytes on a fixed day and compares what is wrong with them.</summary>
internal static class Inspecting
{
    public static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static PackageInspection Inspect(byte[] package, ArchiveLimits? limits = null)
    {
        using var stream = new MemoryStream(package, false);
        return PackageArchive.Inspect(stream, limits ?? ArchiveLimits.Default, Now, TestContext.Current.CancellationToken);
    }

    public static PackageInspection Inspect(PackageBuilder package, ArchiveLimits? limits = null) => Inspect(package.Build(), limits);

    public static PackageInspection Inspect(RawZip package, ArchiveLimits? limits = null) => Inspect(package.Build(), limits);

    /// <summary>The inspection refuses the package for exactly these reasons.</summary>
    public static void AssertProblems(PackageInspection inspection, params PackageProblem[] expected)
    {
        Assert.Equal(expected.Select(Show), inspection.Problems.Select(Show));
        Assert.Null(inspection.Manifest);
    }

    public static void AssertGood(PackageInspection inspection)
    {
        Assert.Empty(inspection.Problems.Select(Show));
        Assert.NotNull(inspection.Manifest);
    }

    /// <summary>An archive with a proper nuspec in it, to which wrong things are added.</summary>
    public static RawZip Sound() => WithNuspec(new RawZip());

    public static RawZip WithNuspec(RawZip zip) => zip.Add("Sample.Package.nuspec", new PackageBuilder().NuspecText());

    private static string Show(PackageProblem problem) => $"{problem.Code}({string.Join(", ", problem.Args)})";
}

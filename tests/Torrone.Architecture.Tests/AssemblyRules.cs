using Torrone.Architecture.Tests.Imports;
using Xunit;

namespace Torrone.Architecture.Tests;

/// <summary>What the two libraries may not touch.</summary>
public sealed class AssemblyRules
{
    private static readonly string[] InputAndOutput =
    [
        "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory", "System.IO.DirectoryInfo",
        "System.IO.RandomAccess", "System.Diagnostics.Process", "System.TimeProvider", "System.Console",
    ];

    [Fact]
    public void The_package_library_does_no_input_or_output_and_reads_no_clock()
    {
        Rule.IsBrokenByNone(Assemblies.NuGet.Uses
            .Where(u => InputAndOutput.Contains(u.Used.FullName)
                || u.Used.Namespace.StartsWith("System.Net", StringComparison.Ordinal)
                || u.Used.Namespace.StartsWith("System.Data", StringComparison.Ordinal))
            .Select(u => u.ToString()));
    }

    [Fact]
    public void The_package_library_refers_to_the_runtime_and_two_libraries_alone()
    {
        Rule.IsBrokenByNone(Assemblies.NuGet.References.Where(r =>
            r is not ("NuGet.Versioning" or "NuGet.Frameworks") && !r.StartsWith("System.", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_store_refers_to_the_runtime_alone()
    {
        Rule.IsBrokenByNone(Assemblies.Storage.References.Where(r =>
            !r.StartsWith("System.", StringComparison.Ordinal) && !r.StartsWith("Microsoft.Win32.", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_store_knows_no_words_of_packages()
    {
        Rule.IsBrokenByNone(Assemblies.Storage.Types.Select(t => t.Name)
            .Where(n => n.Contains("Package", StringComparison.OrdinalIgnoreCase) || n.Contains("Nu" + "get", StringComparison.OrdinalIgnoreCase)
                || n.Contains("Nu" + "pkg", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Every_type_lives_in_the_namespace_of_its_assembly()
    {
        foreach (AssemblyScan scan in Assemblies.All)
        {
            string root = scan.AssemblyName == "torrone" ? "Torrone.Server" : scan.AssemblyName;
            Rule.IsBrokenByNone(scan.Types.Where(t => t.Namespace.StartsWith("Torrone", StringComparison.Ordinal)
                && t.Namespace != root && !t.Namespace.StartsWith(root + ".", StringComparison.Ordinal)).Select(t => t.FullName));
        }
    }
}

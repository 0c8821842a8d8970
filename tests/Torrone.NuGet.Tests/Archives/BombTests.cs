using System.Text;
using Torrone.NuGet.Archives;
using Torrone.NuGet.Problems;
using Torrone.Testing.Packages;
using static Torrone.NuGet.Tests.Archives.Inspecting;

namespace Torrone.NuGet.Tests.Archives;

public sealed class BombTests
{
    private const int HundredMegabytes = 100 * 1024 * 1024;
    private const long Allowed = 4 * 1024 * 1024;
    private static readonly byte[] PackedBlanks = Blanks();
    private static readonly ArchiveLimits NoRatio = new() { MaxRatio = 2000 };

    [Fact]
    public void A_nuspec_that_says_it_unpacks_to_100_MB_is_refused_unread() => AssertCheap(
        new RawZip().Add(Bomb("Sample.Package.nuspec", HundredMegabytes)),
        new PackageProblem(ProblemCode.EntryRatio, "Sample.Package.nuspec", "100"),
        new PackageProblem(ProblemCode.NuspecTooLarge, "Sample.Package.nuspec", "1048576"));

    [Fact]
    public void A_nuspec_that_hides_its_100_MB_is_refused_at_the_first_byte_too_many() => AssertCheap(
        new RawZip().Add(Bomb("Sample.Package.nuspec", 1000)),
        new PackageProblem(ProblemCode.EntrySizeLies, "Sample.Package.nuspec"));

    [Fact]
    public void Any_other_entry_that_hides_its_size_is_refused() => AssertCheap(
        Sound().Add(Bomb("lib/net8.0/a.dll", 10)),
        new PackageProblem(ProblemCode.EntrySizeLies, "lib/net8.0/a.dll"));

    [Fact]
    public void An_entry_smaller_than_it_says_is_refused() => AssertCheap(
        Sound().Add(new RawEntry("a.txt", [1, 2, 3]) { Method = 8, Packed = RawZip.Deflate([1, 2, 3]), Size = 100 }),
        new PackageProblem(ProblemCode.EntrySizeLies, "a.txt"));

    [Fact]
    public void A_stored_entry_of_two_sizes_is_refused() => AssertCheap(
        Sound().Add(new RawEntry("a.txt", [1, 2, 3]) { Size = uint.MaxValue - 1 }),
        new PackageProblem(ProblemCode.EntrySizeLies, "a.txt"),
        new PackageProblem(ProblemCode.ArchiveUnpacksTooLarge, "2048"));

    [Theory]
    [InlineData("readme", ProblemCode.ReadmeTooLarge, "x.md")]
    [InlineData("icon", ProblemCode.IconTooLarge, "x.png")]
    [InlineData("license", ProblemCode.LicenseFileTooLarge, "x.txt")]
    public void An_embedded_file_of_100_MB_is_not_kept(string element, string code, string name)
    {
        var nuspec = new PackageBuilder().Metadata(element, name, element == "license" ? [("type", "file")] : []).NuspecText();
        AssertCheap(
            new RawZip().Add("Sample.Package.nuspec", nuspec).Add(Bomb(name, HundredMegabytes) with { Checksum = PackedBlanksChecksum() }),
            new PackageProblem(ProblemCode.EntryRatio, name, "100"),
            new PackageProblem(code, name, "1048576"));
    }

    [Fact]
    public void All_entries_together_may_not_unpack_to_more_than_allowed()
    {
        var zip = Sound();
        for (var number = 0; number < 30; number++)
        {
            zip.Add(Bomb($"content/{number}", HundredMegabytes));
        }

        AssertProblems(Inspect(zip, NoRatio), new PackageProblem(ProblemCode.ArchiveUnpacksTooLarge, "2048"));
    }

    [Fact]
    public void A_large_honest_entry_is_unpacked_through_a_small_buffer()
    {
        var crc = PackedBlanksChecksum();
        var package = Sound().Add(Bomb("content/blanks", HundredMegabytes) with { Checksum = crc }).Build();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var inspection = Inspect(package, NoRatio);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        AssertGood(inspection);
        Assert.InRange(allocated, 0, Allowed);
    }

    [Fact]
    public void An_Xml_bomb_is_refused()
    {
        var laughs = new StringBuilder("<?xml version='1.0'?><!DOCTYPE package [<!ENTITY a0 'ha'>");
        for (var level = 1; level < 30; level++)
        {
            laughs.Append(System.Globalization.CultureInfo.InvariantCulture, $"<!ENTITY a{level} '&a{level - 1};&a{level - 1};'>");
        }

        laughs.Append("]><package><metadata><id>&a29;</id></metadata></package>");
        AssertCheap(new RawZip().Add("a.nuspec", laughs.ToString()), new PackageProblem(ProblemCode.NuspecDtd));
    }

    [Fact]
    public void An_Xml_that_nests_without_end_is_refused() => AssertCheap(
        new RawZip().Add("a.nuspec", string.Concat(Enumerable.Repeat("<a>", 300_000))),
        new PackageProblem(ProblemCode.NuspecTooComplex));

    [Fact]
    public void An_Xml_of_countless_elements_is_refused() => AssertCheap(
        new RawZip().Add("a.nuspec", $"<package>{string.Concat(Enumerable.Repeat("<a/>", 200_000))}</package>"),
        new PackageProblem(ProblemCode.NuspecTooComplex));

    private static void AssertCheap(RawZip zip, params PackageProblem[] expected)
    {
        var package = zip.Build();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var inspection = Inspect(package);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        AssertProblems(inspection, expected);
        Assert.InRange(allocated, 0, Allowed);
    }

    private static RawEntry Bomb(string name, int declared) =>
        new(name, []) { Method = 8, Packed = PackedBlanks, Size = (uint)declared, Checksum = 0 };

    private static byte[] Blanks()
    {
        var blanks = new byte[HundredMegabytes];
        Array.Fill(blanks, (byte)' ');
        return RawZip.Deflate(blanks);
    }

    /// <summary>Asks the framework's own gzip writer, which ends in the checksum.</summary>
    private static uint PackedBlanksChecksum()
    {
        using var buffer = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(buffer, System.IO.Compression.CompressionLevel.Fastest, true))
        {
            var block = new byte[1024 * 1024];
            Array.Fill(block, (byte)' ');
            for (var written = 0; written < HundredMegabytes; written += block.Length)
            {
                gzip.Write(block);
            }
        }

        return BitConverter.ToUInt32(buffer.ToArray().AsSpan(^8));
    }
}

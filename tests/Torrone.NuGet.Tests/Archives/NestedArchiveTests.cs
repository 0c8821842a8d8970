using System.IO.Compression;
using Torrone.NuGet.Archives;
using Torrone.NuGet.Problems;
using Torrone.Testing.Packages;
using static Torrone.NuGet.Tests.Archives.Inspecting;

namespace Torrone.NuGet.Tests.Archives;

/// <summary>What archives within a package grow to counts, however they are written; ordinary ones are nobody's problem.</summary>
public sealed class NestedArchiveTests
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly ArchiveLimits Small = new() { MaxUnpackedBytes = 40L * Mebibyte, MaxRatio = 100_000 };

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_zip_that_grows_beyond_the_ratio_is_refused(bool seekable, bool stored)
    {
        var bomb = Zip(seekable, ("blanks", new byte[50 * Mebibyte]));
        var package = new PackageBuilder().Entry("content/bomb.zip", bomb);
        AssertProblems(Inspect(stored ? package.Uncompressed() : package), new PackageProblem(ProblemCode.ArchiveRatio, "100"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_bomb_of_bombs_is_refused_without_unpacking_it_all(bool seekable)
    {
        // 2.5 GB in three layers; packed, a few thousand bytes.
        var one = Zip(seekable, ("blanks", new byte[5 * Mebibyte]));
        var many = Zip(seekable, [.. Enumerable.Range(0, 25).Select(number => ($"{number}.zip", one))]);
        var package = new PackageBuilder().Entry("bomb.zip", Zip(seekable, [.. Enumerable.Range(0, 20).Select(number => ($"{number}.zip", many))])).Build();
        Assert.InRange(package.Length, 0, Mebibyte);

        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertProblems(Inspect(package), new PackageProblem(ProblemCode.ArchiveRatio, "100"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * Mebibyte);
    }

    [Fact]
    public void All_archives_within_and_all_else_count_together()
    {
        var part = Zip(true, ("random", Noise(15 * Mebibyte)));
        AssertGood(Inspect(new PackageBuilder().Uncompressed().Entry("a.zip", part), Small));
        AssertProblems(
            Inspect(new PackageBuilder().Uncompressed().Entry("a.zip", part).Entry("b.bin", Noise(15 * Mebibyte)), Small),
            new PackageProblem(ProblemCode.ArchiveNestedTooLarge, "a.zip", "40"));
    }

    [Fact]
    public void Entries_within_are_counted()
    {
        var many = Zip(true, [.. Enumerable.Range(0, 300).Select(number => ($"{number}", new byte[3]))]);
        AssertGood(Inspect(new PackageBuilder().Entry("a.jar", many), new ArchiveLimits { MaxNestedEntries = 300 }));
        AssertProblems(
            Inspect(new PackageBuilder().Entry("a.jar", many).Entry("b.jar", many), new ArchiveLimits { MaxNestedEntries = 500 }),
            new PackageProblem(ProblemCode.ArchiveNestedTooMany, "b.jar", "500"));
    }

    [Fact]
    public void Archives_lie_in_archives_to_a_bounded_depth()
    {
        var zip = Zip(false, ("a.txt", [1, 2, 3]));
        for (var depth = 1; depth < ArchiveLimits.Default.MaxNesting; depth++)
        {
            zip = Zip(depth % 2 == 0, ("a.zip", zip));
        }

        AssertGood(Inspect(new PackageBuilder().Entry("a.zip", zip)));
        AssertProblems(
            Inspect(new PackageBuilder().Entry("a.zip", Zip(true, ("a.zip", zip)))), new PackageProblem(ProblemCode.ArchiveNestedTooDeep, "a.zip", "4"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_damaged_within_is_the_archives_own_affair(bool seekable)
    {
        var good = Zip(seekable, ("a.txt", Noise(5000)), ("folder/", []), ("b.txt", [.. Enumerable.Repeat((byte)'b', 5000)]));
        AssertGood(Inspect(new PackageBuilder().Entry("a.zip", good)));
        for (var at = 4; at < good.Length; at += 97)
        {
            var damaged = good.ToArray();
            damaged[at] ^= 0x5A;
            AssertGood(Inspect(new PackageBuilder().Entry("a.zip", damaged).Entry("cut.zip", good[..at])));
        }
    }

    private static byte[] Noise(int length) => System.Security.Cryptography.RandomNumberGenerator.GetBytes(length);

    /// <summary>A zip whose sizes stand before its entries, or (as of writers that cannot go back) behind them.</summary>
    private static byte[] Zip(bool seekable, params (string Name, byte[] Content)[] entries)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(seekable ? buffer : new ForwardOnly(buffer), ZipArchiveMode.Create, true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }

        return buffer.ToArray();
    }

    private sealed class ForwardOnly(Stream target) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => target.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => target.Write(buffer, offset, count);
    }
}

using System.Buffers.Binary;
using Torrone.NuGet.Archives;
using Torrone.NuGet.Problems;
using Torrone.Testing.Packages;
using static Torrone.NuGet.Tests.Archives.Inspecting;

namespace Torrone.NuGet.Tests.Archives;

public sealed class HostileZipTests
{
    private static readonly PackageProblem EndInvalid = new(ProblemCode.ArchiveEndInvalid);
    private static readonly PackageProblem DirectoryInvalid = new(ProblemCode.ArchiveDirectoryInvalid);

    [Fact]
    public void An_empty_file_is_refused() => AssertProblems(Inspect([]), new PackageProblem(ProblemCode.ArchiveEmpty));

    [Fact]
    public void Bytes_that_are_no_zip_are_refused()
    {
        AssertProblems(Inspect("MZ this is a program"u8.ToArray()), new PackageProblem(ProblemCode.ArchiveNotZip));
        AssertProblems(Inspect([(byte)'P']), new PackageProblem(ProblemCode.ArchiveNotZip));
        AssertProblems(Inspect([.. "#!/bin/sh\n"u8, .. new PackageBuilder().Build()]), new PackageProblem(ProblemCode.ArchiveNotZip));
    }

    [Fact]
    public void A_package_cut_off_anywhere_is_refused()
    {
        var package = new PackageBuilder().Readme().Framework("net8.0").Build();
        for (var length = 0; length < package.Length; length++)
        {
            Assert.NotEmpty(Inspect(package[..length]).Problems);
        }

        AssertProblems(Inspect(package[..(package.Length / 2)]), new PackageProblem(ProblemCode.ArchiveTruncated));
    }

    [Fact]
    public void Bytes_after_the_end_are_refused() => AssertProblems(Inspect([.. new PackageBuilder().Build(), 0]), EndInvalid);

    [Fact]
    public void A_comment_of_any_size_is_allowed_unless_it_holds_another_end()
    {
        AssertGood(Inspect(WithNuspec(new RawZip { Comment = new byte[ushort.MaxValue] })));
        AssertProblems(Inspect(WithNuspec(new RawZip { Comment = [.. "PK\x05\x06"u8, .. new byte[40]] })), EndInvalid);
        AssertProblems(Inspect(WithNuspec(new RawZip { Comment = [1, 2, 3], CommentLength = 2 })), EndInvalid);
    }

    [Fact]
    public void An_entry_count_that_is_false_is_refused()
    {
        AssertProblems(Inspect(WithNuspec(new RawZip { Count = 0 })), DirectoryInvalid);
        AssertProblems(Inspect(WithNuspec(new RawZip { Count = 2 })), DirectoryInvalid);
        AssertProblems(
            Inspect(WithNuspec(new RawZip { Count = ushort.MaxValue - 1 })),
            new PackageProblem(ProblemCode.ArchiveTooManyEntries, "65533"));
    }

    [Fact]
    public void A_directory_that_is_elsewhere_is_refused()
    {
        AssertProblems(Inspect(WithNuspec(new RawZip { DirectorySize = 46 })), EndInvalid);
        AssertProblems(Inspect(WithNuspec(new RawZip { DirectoryOffset = 0 })), EndInvalid);
        AssertProblems(Inspect(WithNuspec(new RawZip { DirectoryOffset = uint.MaxValue })), EndInvalid);
        AssertProblems(Inspect(WithNuspec(new RawZip { BetweenDirectoryAndEnd = [0] })), EndInvalid);
    }

    [Fact]
    public void A_directory_that_hides_entries_behind_its_count_is_refused()
    {
        var zip = WithNuspec(new RawZip { Count = 1 });
        for (var number = 0; number < 1000; number++)
        {
            zip.Add($"hidden{number}", "");
        }

        AssertProblems(Inspect(zip), DirectoryInvalid);
    }

    [Fact]
    public void The_wide_form_is_read_when_it_agrees()
    {
        AssertGood(Inspect(WithNuspec(new RawZip { WideCount = 1 })));
        AssertGood(Inspect(WithNuspec(new RawZip { WideCount = 1, Count = ushort.MaxValue, DirectoryOffset = uint.MaxValue, DirectorySize = uint.MaxValue })));
        AssertProblems(Inspect(WithNuspec(new RawZip { WideCount = 2 })), EndInvalid);
        AssertProblems(Inspect(WithNuspec(new RawZip { WideCount = 1, WideOffset = 3 })), EndInvalid);
        AssertProblems(Inspect(WithNuspec(new RawZip { WideCount = 1, WideOffset = ulong.MaxValue, DirectoryOffset = uint.MaxValue })), EndInvalid);
        AssertProblems(
            Inspect(WithNuspec(new RawZip { WideCount = 1_000_000_000, Count = ushort.MaxValue })),
            new PackageProblem(ProblemCode.ArchiveTooManyEntries, "65533"));
    }

    [Fact]
    public void Wide_sizes_of_an_entry_are_read_and_checked()
    {
        var extra = new byte[4 + 8];
        BinaryPrimitives.WriteUInt16LittleEndian(extra, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(extra.AsSpan(2), 8);
        BinaryPrimitives.WriteInt64LittleEndian(extra.AsSpan(4), 3);
        AssertGood(Inspect(Sound().Add(new RawEntry("a.txt", [1, 2, 3]) { Size = uint.MaxValue, Extra = extra })));

        BinaryPrimitives.WriteInt64LittleEndian(extra.AsSpan(4), -3);
        var invalid = new PackageProblem(ProblemCode.EntryHeaderInvalid, "a.txt");
        AssertProblems(Inspect(Sound().Add(new RawEntry("a.txt", [1, 2, 3]) { Size = uint.MaxValue, Extra = extra })), invalid);
        AssertProblems(Inspect(Sound().Add(new RawEntry("a.txt", [1, 2, 3]) { Size = uint.MaxValue })), invalid);
        AssertProblems(Inspect(Sound().Add(new RawEntry("a.txt", [1, 2, 3]) { Disk = 1 })), invalid);
    }

    [Fact]
    public void Entries_that_share_bytes_are_refused()
    {
        AssertProblems(
            Inspect(Sound().Add(new RawEntry("a.txt", [1, 2, 3]) { Offset = 0 })),
            new PackageProblem(ProblemCode.EntryOverlaps, "a.txt"));
        AssertProblems(
            Inspect(Sound().Add(new RawEntry("a.txt", [1, 2, 3]) { Offset = 0x7FFFFFFF })),
            new PackageProblem(ProblemCode.EntryOverlaps, "a.txt"));
    }

    [Fact]
    public void An_entry_within_the_extra_field_of_another_is_refused()
    {
        var inner = new RawZip().Add("b.txt", "inner").Build()[..(30 + 5 + 5)];
        var outer = new RawEntry("a.txt", [1]) { LocalExtra = inner };
        var start = Sound().Add("a.txt", "").Build().AsSpan().LastIndexOf("PK\x03\x04"u8);
        var zip = Sound().Add(outer).Add(new RawEntry("b.txt", "inner"u8.ToArray()) { Offset = (uint)(start + 30 + 5) });

        AssertProblems(Inspect(zip), new PackageProblem(ProblemCode.EntryOverlaps, "b.txt"));
    }

    [Fact]
    public void Encrypted_and_unknown_compression_is_refused()
    {
        AssertProblems(Inspect(Sound().Add(new RawEntry("a.txt", [1]) { Flags = 1 })), new PackageProblem(ProblemCode.EntryEncrypted, "a.txt"));
        AssertProblems(Inspect(Sound().Add(new RawEntry("a.txt", [1]) { Method = 12 })), new PackageProblem(ProblemCode.EntryMethodUnknown, "a.txt"));
        AssertProblems(
            Inspect(new RawZip().Add(new RawEntry("a.nuspec", [1]) { Method = 14 })),
            new PackageProblem(ProblemCode.EntryMethodUnknown, "a.nuspec"));
    }

    [Fact]
    public void Damaged_content_is_refused()
    {
        var broken = new PackageProblem(ProblemCode.EntryBroken, "a.txt");
        AssertProblems(Inspect(Sound().Add(new RawEntry("a.txt", [1, 2, 3]) { Checksum = 5 })), broken);
        AssertProblems(Inspect(Sound().Add(new RawEntry("a.txt", [1, 2, 3]) { Method = 8, Packed = [0xFF, 0xFF, 0xFF] })), broken);
    }

    [Fact]
    public void A_time_more_than_a_day_ahead_is_refused()
    {
        AssertGood(Inspect(new PackageBuilder().Modified(Now.AddHours(23))));
        AssertProblems(
            Inspect(new PackageBuilder().Modified(Now.AddHours(25))),
            new PackageProblem(ProblemCode.EntryFromFuture, "Sample.Package.nuspec"));
        AssertGood(Inspect(Sound().Add(new RawEntry("no.clock", [1]) { Date = 0 })));
    }

    [Fact]
    public void More_entries_than_allowed_are_refused()
    {
        var limits = ArchiveLimits.Default with { MaxEntries = 3 };
        AssertGood(Inspect(Sound().Add("a", "").Add("b", ""), limits));
        AssertProblems(Inspect(Sound().Add("a", "").Add("b", "").Add("c", ""), limits), new PackageProblem(ProblemCode.ArchiveTooManyEntries, "3"));
    }

    [Fact]
    public void A_directory_larger_than_allowed_is_refused() =>
        AssertProblems(
            Inspect(Sound(), ArchiveLimits.Default with { MaxDirectoryBytes = 50 }),
            new PackageProblem(ProblemCode.ArchiveDirectoryTooLarge, "50"));
}

using System.IO.Compression;
using System.Text;
using Torrone.NuGet.Advisories;
using Torrone.Server.Packages.Advisories;
using Xunit;

namespace Torrone.Server.Tests.Packages.Advisories;

/// <summary>Archives of advisories: names that escape, bombs and broken ones do no harm.</summary>
public sealed class AdvisoryFilesTests
{
    private static readonly string Weak = AdvisoryWorld.Osv("GHSA-1", "Weak.Tool", """[{"introduced":"0"}]""");

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_in_an_archive_are_words_and_never_places()
    {
        string outside = Path.Combine(Path.GetTempPath(), "torrone-escaped.json");
        AdvisoryIntake intake = await ReadAsync(Zip(("../../../../../../" + outside, Weak), ("/etc/x.json", Weak.Replace("GHSA-1", "GHSA-2", StringComparison.Ordinal)),
            ("..\\..\\y.json", "{"), ("note.txt", "{"), ("in.zip", "PK"), ("dir/", "")));
        Assert.Equal(["GHSA-1", "GHSA-2"], intake.Records.Select(r => r.Identifier));
        Assert.Equal(AdvisoryProblem.NotJson, Assert.Single(intake.Problems).Problem);
        Assert.False(File.Exists(outside));
    }

    [Fact]
    public async Task A_bomb_is_cut_off_by_what_it_unpacks_to()
    {
        byte[] bomb = Zip(("a.json", Weak), ("b.json", "[" + new string(' ', 30_000_000) + "]"), ("c.json", Weak.Replace("GHSA-1", "GHSA-2", StringComparison.Ordinal)));
        Assert.True(bomb.Length < 100_000);
        AdvisoryIntake intake = await ReadAsync(bomb, mostUnpacked: 10_000_000);
        Assert.Equal(["GHSA-1"], intake.Records.Select(r => r.Identifier));
        Assert.Equal(AdvisoryProblem.TooLarge, Assert.Single(intake.Problems).Problem);
    }

    [Fact]
    public async Task An_archive_whose_table_is_too_long_is_not_opened()
    {
        byte[] archive = Zip(("a.json", Weak));
        BitConverter.GetBytes(64u << 20).CopyTo(archive, archive.Length - 10);
        Assert.Equal(AdvisoryProblem.TooLarge, Assert.Single((await ReadAsync(archive)).Problems).Problem);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    [InlineData(-1)]
    public async Task A_broken_archive_is_a_problem_and_no_fault(int cut)
    {
        byte[] archive = Zip(("a.json", Weak), ("b.json", Weak));
        AdvisoryIntake intake = await ReadAsync(cut < 0 ? Scrambled(archive) : archive[..^cut]);
        Assert.NotEmpty(intake.Problems);
    }

    [Fact]
    public async Task Of_several_forms_of_one_advisory_the_latest_is_taken()
    {
        string later = AdvisoryWorld.Osv("ghsa-1", "Weak.Tool", """[{"introduced":"5.0.0"}]""", modified: "2026-09-01T00:00:00Z");
        AdvisoryRecord record = Assert.Single((await ReadAsync(Zip(("a.json", later), ("b.json", Weak)))).Records);
        Assert.Equal(["[5.0.0, )"], record.Affected[0].Ranges);
    }

    private static byte[] Scrambled(byte[] archive)
    {
        for (int i = 40; i < 120; i++)
        {
            archive[i] ^= 0x5A;
        }

        return archive;
    }

    private static async Task<AdvisoryIntake> ReadAsync(byte[] archive, long mostUnpacked = 1 << 30)
    {
        AdvisoryIntake intake = new();
        await AdvisoryFiles.ReadAsync(intake, "all.zip", new MemoryStream(archive), mostUnpacked, Now);
        return intake;
    }

    private static byte[] Zip(params (string Name, string Content)[] entries)
    {
        using MemoryStream memory = new();
        using (ZipArchive zip = new(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string content) in entries)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return memory.ToArray();
    }
}

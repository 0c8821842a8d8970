using System.IO.Compression;
using System.Text;
using Torrone.NuGet.Archives;
using Torrone.NuGet.Problems;
using Torrone.Testing.Packages;
using static Torrone.NuGet.Tests.Archives.Inspecting;

namespace Torrone.NuGet.Tests.Archives;

/// <summary>A secret is found wherever it lies in a package, and nothing else is taken for one.</summary>
public sealed class SecretTests
{
    private const string Secret = "sek_0123456789abcdef";
    private const string Likeness = "sek_0123456789abcdee";

    private static readonly ArchiveLimits Looking = new() { Forbidden = new SecretForm('s', '_', 3, Secret.Length, 8, text => text == Secret) };

    public static TheoryData<string> Places => ["start", "end", "middle", "seam", "utf-16", "utf-16 big endian", "utf-16 seam", "deflated", "alone"];

    [Theory, MemberData(nameof(Places))]
    public void It_is_found_in_any_place_and_encoding(string place) => AssertFound(Sound().Add(Entry(place)), "content/a");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whatever_pieces_the_bytes_come_in_nothing_is_missed_between_two(bool wide)
    {
        // One after the other, so that every seam, wherever it is, cuts one of them.
        var secrets = Enumerable.Range(0, 12_000).Select(number => $"sek_{number:D16}").ToList();
        var seen = new HashSet<string>();
        var looking = new ArchiveLimits
        {
            Forbidden = Looking.Forbidden! with
            {
                IsReal = text =>
                {
                    seen.Add(text);
                    return false;
                },
            },
        };
        var content = (wide ? Encoding.Unicode : Encoding.ASCII).GetBytes(string.Concat(secrets));

        AssertGood(Inspect(Sound().Add(new RawEntry("a", content)).Add(new RawEntry("b", content) { Method = 8, Packed = RawZip.Deflate(content) }), looking));
        Assert.Equal(secrets.Count, secrets.Count(seen.Contains));
    }

    [Fact]
    public void It_is_found_in_the_nuspec_in_a_readme_and_in_a_name()
    {
        AssertFound(new PackageBuilder().Description($"Use {Secret}.").Build(), "Sample.Package.nuspec");
        AssertFound(new PackageBuilder().Readme($"# Use {Secret}").Build(), "README.md");
        AssertFound(new PackageBuilder().Entry($"content/{Secret}.txt", "x").Build(), "/");
    }

    [Fact]
    public void It_is_found_in_the_comment_behind_the_archive() =>
        AssertFound(WithNuspec(new RawZip { Comment = Encoding.ASCII.GetBytes(Secret) }), "/");

    [Fact]
    public void It_is_found_in_an_archive_within_an_archive()
    {
        var inner = Zip("key.txt", Encoding.ASCII.GetBytes(Secret));
        AssertFound(new PackageBuilder().Entry("content/a.zip", Zip("b.zip", inner)).Build(), "content/a.zip");
    }

    [Fact]
    public void It_is_found_where_the_package_is_bad_in_another_way()
    {
        var inspection = Inspect(new PackageBuilder().Nuspec("no XML").Entry("content/a", Secret), Looking);
        Assert.Equal([ProblemCode.NuspecXml, ProblemCode.SecretInside], inspection.Problems.Select(problem => problem.Code));
        Assert.Equal(Secret, Assert.Single(inspection.Secrets).Reveal());
    }

    [Fact]
    public void It_is_told_once_and_never_shown()
    {
        var inspection = Inspect(new PackageBuilder().Entry("content/a", Secret + Secret).Entry("content/b", Secret), Looking);
        Assert.Equal("The API key 'sek_0123...' lies in the package, in 'content/a': it is no secret any more. Remove it, and make another one.",
            Assert.Single(inspection.Problems).ReasonPhrase());
        Assert.DoesNotContain(Secret, Assert.Single(inspection.Secrets).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_looks_like_it_is_no_problem()
    {
        AssertGood(Inspect(new PackageBuilder().Entry("a", Likeness).Entry("b", Secret[..^1]).Entry("c", string.Concat(Enumerable.Repeat("sek_", 100_000))), Looking));
        AssertGood(Inspect(new PackageBuilder().Entry("a", Secret)));
    }

    private static RawEntry Entry(string place) => place switch
    {
        "start" => new RawEntry("content/a", [.. Bytes(Secret), .. new byte[100_000]]),
        "end" => new RawEntry("content/a", [.. new byte[100_000], .. Bytes(Secret)]),
        "middle" => new RawEntry("content/a", Bytes($"{Likeness}sss_{Secret}sek_")),
        "seam" => new RawEntry("content/a", [.. new byte[(64 * 1024) - 7], .. Bytes(Secret), .. new byte[100_000]]),
        "utf-16" => new RawEntry("content/a", [.. new byte[33], .. Encoding.Unicode.GetBytes(Secret), 0xFF, 0xFF]),
        "utf-16 big endian" => new RawEntry("content/a", [.. new byte[33], .. Encoding.BigEndianUnicode.GetBytes(Secret), 0xFF, 0xFF]),
        "utf-16 seam" => new RawEntry("content/a", [.. new byte[(64 * 1024) - 21], .. Encoding.Unicode.GetBytes(Secret)]),
        "deflated" => new RawEntry("content/a", Bytes("x" + Secret)) { Method = 8, Packed = RawZip.Deflate(Bytes("x" + Secret)) },
        _ => new RawEntry("content/a", Bytes(Secret)),
    };

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] Zip(string name, byte[] content)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, true))
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(content);
        }

        return buffer.ToArray();
    }

    private static void AssertFound(RawZip zip, string entry) => AssertFound(zip.Build(), entry);

    private static void AssertFound(byte[] package, string entry)
    {
        var inspection = Inspect(package, Looking);
        AssertProblems(inspection, new PackageProblem(ProblemCode.SecretInside, "sek_0123...", entry));
        var secret = Assert.Single(inspection.Secrets);
        Assert.Equal((entry, Secret), (secret.Entry, secret.Reveal()));
    }
}

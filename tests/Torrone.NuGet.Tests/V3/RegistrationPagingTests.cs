using System.Text.Json;
using Torrone.NuGet.Identity;
using Torrone.NuGet.V3;

namespace Torrone.NuGet.Tests.V3;

public sealed class RegistrationPagingTests
{
    private const string Root = "https://t.example/base/v3/registration/some.package/";

    [Theory]
    [InlineData(1, new[] { 1 }, true)]
    [InlineData(64, new[] { 64 }, true)]
    [InlineData(65, new[] { 64, 1 }, true)]
    [InlineData(127, new[] { 64, 63 }, true)]
    [InlineData(128, new[] { 64, 64 }, false)]
    [InlineData(129, new[] { 64, 64, 1 }, false)]
    public void Pages_hold_64_and_are_inline_up_to_127(int versions, int[] counts, bool isInline)
    {
        var entries = Entries(versions);
        Assert.Equal(isInline, RegistrationPaging.IsInline(versions));
        using var document = JsonDocument.Parse(isInline
            ? RegistrationIndex.Write(Documents.Addresses, Hive.SemVer1, Documents.Id, entries)
            : RegistrationIndex.WritePaged(Documents.Addresses, Hive.SemVer1, Documents.Id, Versions(entries)));

        var pages = document.RootElement.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(counts.Length, document.RootElement.GetProperty("count").GetInt32());
        Assert.Equal(counts, pages.Select(page => page.GetProperty("count").GetInt32()));
        var first = 0;
        foreach (var page in pages)
        {
            var count = page.GetProperty("count").GetInt32();
            var (lower, upper) = ($"1.{first}.0", $"1.{first + count - 1}.0");
            Assert.Equal(lower, page.GetProperty("lower").GetString());
            Assert.Equal(upper, page.GetProperty("upper").GetString());
            Assert.Equal(Root + "index.json", page.GetProperty("parent").GetString());
            Assert.Equal(
                isInline ? $"{Root}index.json#page/{lower}/{upper}" : $"{Root}page/{lower}/{upper}.json", page.GetProperty("@id").GetString());
            Assert.Equal(isInline, page.TryGetProperty("items", out var items));
            Assert.Equal(
                isInline ? Enumerable.Range(first, count).Select(minor => $"1.{minor}.0") : [],
                isInline ? items.EnumerateArray().Select(item => item.GetProperty("catalogEntry").GetProperty("version").GetString()) : []);
            first += count;
        }
    }

    [Fact]
    public void A_page_of_its_own_is_what_the_index_points_to()
    {
        var versions = RegistrationPaging.Find(Versions(Entries(130)), Documents.Version("1.128"), Documents.Version("1.129.0.0"));
        using var page = JsonDocument.Parse(RegistrationPage.Write(
            Documents.Addresses, Hive.SemVer1, Documents.Id, [.. versions!.Select(version => Documents.Entry(version.Lower))]));

        Assert.Equal(Root + "page/1.128.0/1.129.0.json", page.RootElement.GetProperty("@id").GetString());
        Assert.Equal(2, page.RootElement.GetProperty("count").GetInt32());
        Assert.Equal(2, page.RootElement.GetProperty("items").GetArrayLength());
        Assert.Equal(Root + "index.json", page.RootElement.GetProperty("parent").GetString());
        Assert.Equal(Root + "1.128.0.json", page.RootElement.GetProperty("items")[0].GetProperty("@id").GetString());
    }

    [Theory]
    [InlineData(130, "1.0.0", "1.62.0")]
    [InlineData(130, "1.1.0", "1.63.0")]
    [InlineData(130, "9.0.0", "9.9.0")]
    [InlineData(100, "1.0.0", "1.63.0")]
    public void A_page_that_the_index_does_not_point_to_is_not_there(int versions, string lower, string upper) =>
        Assert.Null(RegistrationPaging.Find(Versions(Entries(versions)), Documents.Version(lower), Documents.Version(upper)));

    [Fact]
    public void An_index_is_not_written_the_other_way()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RegistrationIndex.Write(Documents.Addresses, Hive.SemVer1, Documents.Id, Entries(128)));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => RegistrationIndex.WritePaged(Documents.Addresses, Hive.SemVer1, Documents.Id, Versions(Entries(127))));
    }

    /// <summary>In no order, and so that text order and version order differ.</summary>
    private static List<RegistrationEntry> Entries(int count) =>
        [.. Enumerable.Range(0, count).OrderBy(minor => minor * 37 % 131).Select(minor => Documents.Entry($"1.{minor}.0"))];

    private static List<PackageVersion> Versions(List<RegistrationEntry> entries) => entries.ConvertAll(entry => entry.Version);
}

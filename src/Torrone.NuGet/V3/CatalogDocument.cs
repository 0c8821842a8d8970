using System.Text.Json;

namespace Torrone.NuGet.V3;

/// <summary>The catalog's index and pages: every change of every version, in order, for mirrors and tools that follow.</summary>
public static class CatalogDocument
{
    /// <summary>The most changes of one page.</summary>
    public const int PageSize = 550;

    /// <summary>The index. An empty catalog has no page and begins in 1970.</summary>
    public static byte[] Index(FeedAddresses addresses, IReadOnlyList<CatalogPageHead> pages) => V3Document.Write(json =>
    {
        var newest = pages.Count == 0 ? null : pages[^1];
        json.WriteStartObject();
        json.WriteString("@id", addresses.Catalog);
        json.Texts("@type", ["CatalogRoot", "AppendOnlyCatalog", "Permalink"]);
        Commit(json, newest?.CommitId ?? "", newest?.At ?? 0);
        json.WriteNumber("count", pages.Count);
        json.Objects("items", pages, page =>
        {
            json.WriteString("@id", addresses.CatalogPage(page.Number));
            json.WriteString("@type", "CatalogPage");
            Commit(json, page.CommitId, page.At);
            json.WriteNumber("count", page.Count);
        });
        json.WriteEndObject();
    });

    /// <summary>A page. One without changes has no document: answer 404 instead.</summary>
    public static byte[] Page(FeedAddresses addresses, long number, IReadOnlyList<CatalogCommit> commits) => V3Document.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("@id", addresses.CatalogPage(number));
        json.WriteString("@type", "CatalogPage");
        Commit(json, commits[^1].CommitId, commits[^1].At);
        json.WriteNumber("count", commits.Count);
        json.WriteString("parent", addresses.Catalog);
        json.Objects("items", commits, commit =>
        {
            json.WriteString("@id", addresses.CatalogLeaf(commit));
            json.WriteString("@type", commit.IsDelete ? "nuget:PackageDelete" : "nuget:PackageDetails");
            Commit(json, commit.CommitId, commit.At);
            json.WriteString("nuget:id", commit.Id.Original);
            json.WriteString("nuget:version", CatalogEntry.Version(commit.Version));
        });
        json.WriteStartObject("@context");
        json.WriteString("@vocab", "http://schema.nuget.org/catalog#");
        json.WriteString("nuget", "http://schema.nuget.org/schema#");
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void Commit(Utf8JsonWriter json, string id, long at)
    {
        json.WriteString("commitId", id);
        json.WriteString("commitTimeStamp", V3Document.Time(at));
    }
}

using System.Globalization;
using Torrone.NuGet.Manifests;
using Torrone.Server.Search;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Search.Relevance;

/// <summary>
/// Packages that people know, by their real names, and what a person means who types a query: <c>packages.tsv</c> (id, downloads, tags,
/// description) and <c>queries.tsv</c> (query, the ids that are right in the first place). Made once: its users only read.
/// </summary>
public sealed class RelevanceSet : IDisposable
{
    /// <summary>How far down an answer is looked for: what fits on a page.</summary>
    public const int Depth = 20;

    private readonly TemporaryFolder _folder = new();
    private readonly IndexFile _file;
    private readonly SearchIndex _index;

    public RelevanceSet()
    {
        string[][] packages = [.. Rows("packages.tsv").OrderByDescending(row => long.Parse(row[1], CultureInfo.InvariantCulture))];
        Ids = [.. packages.Select(row => row[0])];
        _file = new IndexFile(_folder.Under("search.db"));
        using (IndexWriter writer = new(_file))
        {
            writer.Clear();
            foreach (string[] row in packages)
            {
                writer.Put(Package(row));
            }

            writer.SetCursor(IndexCursor.Start);
            writer.Commit();
        }

        _file.IsReady = true;
        _index = new SearchIndex(_file);
        Answers = [.. Rows("queries.tsv").Select(row => new RelevanceAnswer(row[0], row[1].Split('|'), Ask(row[0])))];
    }

    /// <summary>Every package, most downloads first.</summary>
    public IReadOnlyList<string> Ids { get; }

    public IReadOnlyList<RelevanceAnswer> Answers { get; }

    /// <summary>The mean over all queries of one divided by the place of the first right answer; nothing for a query without one.</summary>
    public double MeanReciprocalRank => Answers.Average(answer => answer.Rank == 0 ? 0 : 1.0 / answer.Rank);

    public string[] Ask(string query)
    {
        SearchRequest request = new() { FeedId = 1, Query = query, SemVer2 = true, Take = Depth };
        return [.. _index.SearchAsync(request, TestContext.Current.CancellationToken).GetAwaiter().GetResult().Items.Select(item => item.Item.Id.Original)];
    }

    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }

    private static IEnumerable<string[]> Rows(string file) => File.ReadLines(Repository.File("tests", "Torrone.Server.Tests", "Search", "Relevance", file))
        .Where(line => line.Length > 0).Select(line => line.Split('\t'));

    private static IndexedPackage Package(string[] row)
    {
        long downloads = long.Parse(row[1], CultureInfo.InvariantCulture);
        PackageManifest manifest = new() { Id = row[0], Version = "1.0.0", Tags = row[2].Split(' ', StringSplitOptions.RemoveEmptyEntries), Description = row[3] };
        return new IndexedPackage
        {
            FeedId = 1,
            LowerId = row[0].ToLowerInvariant(),
            Downloads = downloads,
            Entry = new PackageEntry
            {
                Id = row[0],
                Owners = [row[0].Split('.')[0].ToLowerInvariant()],
                Versions = [new VersionEntry("1.0.0", "1.0.0", 0, downloads)],
                Newest = [0, 0, 0, 0],
                Details = new() { [0] = new VersionDetails(manifest, [], 1_000) },
            },
        };
    }
}

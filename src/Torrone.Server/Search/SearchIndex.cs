using Microsoft.Data.Sqlite;
using Torrone.NuGet.Identity;
using Torrone.NuGet.V3;

namespace Torrone.Server.Search;

/// <summary>Answers searches from this node's index alone; the database is not asked. Thread-safe.</summary>
public sealed class SearchIndex
{
    private readonly IndexFile _file;
    private readonly TotalCache _totals = new();

    internal SearchIndex(IndexFile file) => _file = file;

    /// <summary>Grows with every change of the index: an answer holds until the next. For caches of what was made of an answer.</summary>
    public long Generation => _file.Generation;

    /// <summary>The packages that match, best first; every package by downloads when nothing was asked. Unlisted ones never appear.</summary>
    /// <exception cref="SearchUnavailableException">There is no index yet, or the query was too expensive.</exception>
    public Task<SearchResult> SearchAsync(SearchRequest request, CancellationToken cancellation = default)
    {
        SearchQuery query = SearchQuery.Parse(request.Query);
        return Task.FromResult(Read((connection, transaction) =>
        {
            (long total, List<Candidate> found) = Find(connection, transaction, IndexFilter.OfSearch(request, query), query, request.InRange());
            return new SearchResult(total, [.. found.Select(c => Result(Entry(connection, transaction, c.Rank), request.Channel, c))]);
        }, cancellation));
    }

    /// <summary>Ids with a part that begins as typed, best first; the most downloaded when nothing was typed.</summary>
    /// <exception cref="SearchUnavailableException">There is no index yet, or the query was too expensive.</exception>
    public Task<AutocompleteResult> AutocompleteIdsAsync(SearchRequest request, CancellationToken cancellation = default)
    {
        SearchQuery query = SearchQuery.Parse(request.Query);
        return Task.FromResult(Read((connection, transaction) =>
        {
            (long total, List<Candidate> found) = Find(connection, transaction, IndexFilter.OfAutocomplete(request, query), query, request.InRange());
            return new AutocompleteResult(total, [.. found.Select(c => c.Id)]);
        }, cancellation));
    }

    /// <summary>The listed versions of a package that the request may see, lowest first; none when there is no such package.</summary>
    /// <param name="id">The whole id, whatever its case.</param>
    /// <exception cref="SearchUnavailableException">There is no index yet.</exception>
    public Task<AutocompleteResult> AutocompleteVersionsAsync(
        long feedId, string id, bool prerelease, bool semVer2, CancellationToken cancellation = default) =>
        Task.FromResult(Read((connection, transaction) =>
        {
            using SqliteCommand command = connection.Statement("SELECT rank FROM pkg WHERE feed_id = @feedId AND lower_id = @lowerId",
                transaction, ("@feedId", feedId), ("@lowerId", id.ToLowerInvariant()));
            SearchChannel channel = new(prerelease, semVer2);
            string[] versions = command.ExecuteScalar() is long rank
                ? [.. Entry(connection, transaction, rank).Versions.Where(v => channel.Shows(v.Kind)).Select(v => v.Full)]
                : [];
            return new AutocompleteResult(versions.Length, versions);
        }, cancellation));

    /// <summary>A word of some package's id that a mistyped one may have meant; null when none is near.</summary>
    /// <param name="word">One word. Longer than 64 characters or shorter than three is never near anything.</param>
    /// <exception cref="SearchUnavailableException">There is no index yet.</exception>
    public Task<string?> SuggestAsync(string word, CancellationToken cancellation = default) =>
        Task.FromResult(Read((connection, transaction) => Spelling.Nearest(connection, transaction, Tokenizer.Fold(word)), cancellation));

    private (long Total, List<Candidate> Found) Find(
        SqliteConnection connection, SqliteTransaction transaction, IndexFilter filter, SearchQuery query, SearchRequest request)
    {
        long generation = _file.Generation;
        IndexQuery find = new(connection, transaction, filter, new Scoring(query));
        List<Candidate> found = find.Find(request.Skip, request.Take);
        return (find.KnownTotal ?? _totals.Get(generation, filter.Key, find.Count), found);
    }

    // SQLite has no asynchronous reads: the work is done by the caller's thread, and bounded.
    private T Read<T>(Func<SqliteConnection, SqliteTransaction, T> read, CancellationToken cancellation)
    {
        if (!_file.IsReady)
        {
            throw new SearchUnavailableException();
        }

        try
        {
            using SqliteConnection connection = _file.OpenRead();
            using QueryLimit limit = new(connection, cancellation);
            using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
            return read(connection, transaction);
        }
        catch (SqliteException e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new SearchUnavailableException(e);
        }
    }

    private static PackageEntry Entry(SqliteConnection connection, SqliteTransaction transaction, long rank)
    {
        using SqliteCommand command = connection.Statement("SELECT json FROM entry WHERE rank = @rank", transaction, ("@rank", rank));
        return EntryJson.Read((byte[])command.ExecuteScalar()!);
    }

    private static FoundPackage Result(PackageEntry entry, SearchChannel channel, Candidate candidate)
    {
        int newest = entry.Newest[channel.Number];
        VersionDetails details = entry.Details[newest];
        SearchItem item = new()
        {
            Id = PackageId.TryParse(entry.Id, out PackageId? id) ? id : throw new InvalidOperationException($"The index holds the illegal id {entry.Id}."),
            Version = Version(entry.Versions[newest]),
            Manifest = details.Manifest,
            Versions = [.. entry.Versions.Where(v => channel.Shows(v.Kind)).Select(v => new SearchVersion(Version(v), v.Downloads))],
            Owners = entry.Owners,
            TotalDownloads = candidate.Downloads,
            Verified = entry.Verified,
            Deprecation = details.Deprecation,
            Vulnerabilities = details.Vulnerabilities ?? [],
        };
        return new FoundPackage(item, details.Frameworks, details.Published);
    }

    private static PackageVersion Version(VersionEntry version) => PackageVersion.TryParse(version.Full, out PackageVersion? parsed)
        ? parsed
        : throw new InvalidOperationException($"The index holds the illegal version {version.Full}.");
}

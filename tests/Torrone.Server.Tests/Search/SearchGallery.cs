using Microsoft.Extensions.Logging.Abstractions;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.Server.Data;
using Torrone.Server.Feeds;
using Torrone.Server.Log;
using Torrone.Server.Search;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Search;

/// <summary>A real database with packages made to order, and an index that follows its log.</summary>
internal sealed class SearchGallery : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SearchGallery()
    {
        Database = new Database(new SqliteEngine(Path.Combine(_folder.Path, "torrone.db")));
        Log = new EventLog(Database, TimeProvider.System);
        Open();
    }

    public Database Database { get; }

    public EventLog Log { get; }

    public long FeedId { get; private set; }

    public string IndexPath => Path.Combine(_folder.Path, "search.db");

    public IndexFile File { get; private set; } = null!;

    public IndexFollower Follower { get; private set; } = null!;

    public SearchIndex Index { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An empty gallery whose index has started.</summary>
    public static async Task<SearchGallery> CreateAsync()
    {
        SearchGallery gallery = new();
        await Migrations.ApplyAsync(gallery.Database, Cancellation);
        FeedDirectory feeds = new(gallery.Database, TimeProvider.System);
        await feeds.LoadAsync(Cancellation);
        gallery.FeedId = feeds.Main.Id;
        await gallery.StartAsync();
        return gallery;
    }

    /// <summary>Starts the follower and brings it to the log's head, as the server does.</summary>
    public async Task StartAsync()
    {
        long position = await Follower.StartAsync(await Log.HeadAsync(Cancellation), Cancellation);
        await CatchUpAsync(position);
    }

    /// <summary>Closes the index and opens it again, as a restart does; does not start it.</summary>
    public void Reopen()
    {
        Follower.Dispose();
        File.Dispose();
        Open();
    }

    /// <summary>Adds a package or versions to one, logs it, and lets the index see it.</summary>
    public async Task PushAsync(
        string id, string version = "1.0.0", long downloads = 0, Func<PackageManifest, PackageManifest>? with = null, string[]? owners = null, bool follow = true)
    {
        long before = await Log.HeadAsync(Cancellation);
        await Database.WriteAsync(write => PackageRowsForSearch.InsertAsync(write, Log, FeedId, Manifest(id, version, with), downloads, owners ?? []), Cancellation);
        if (follow)
        {
            await CatchUpAsync(before);
        }
    }

    /// <summary>Lists or unlists a version, logs it, and lets the index see it.</summary>
    public async Task SetListedAsync(string id, string version, bool listed)
    {
        long before = await Log.HeadAsync(Cancellation);
        await Database.WriteAsync(async write =>
        {
            await write.ExecuteAsync(
                """
                UPDATE versions SET listed = @listed WHERE lower_version = @version
                AND package_id = (SELECT id FROM packages WHERE feed_id = @feed AND lower_id = @id)
                """, new { listed = listed ? 1 : 0, version, feed = FeedId, id = id.ToLowerInvariant() });
            await Log.AppendAsync(write, new LogEvent(LogTypes.VersionUnlisted, 1, FeedId, id.ToLowerInvariant(), version, null, null));
        }, Cancellation);
        await CatchUpAsync(before);
    }

    /// <summary>Applies what the log holds after a position.</summary>
    public async Task CatchUpAsync(long after)
    {
        List<LogRow> rows = await Log.AfterAsync(after, 10_000, Cancellation);
        if (rows.Count > 0)
        {
            await Follower.ApplyAsync(rows, Cancellation);
        }
    }

    public Task<SearchResult> SearchAsync(string? query, Func<SearchRequest, SearchRequest>? with = null) =>
        Index.SearchAsync(Request(query, with), Cancellation);

    /// <summary>The ids of a search, best first.</summary>
    public async Task<string[]> IdsAsync(string? query, Func<SearchRequest, SearchRequest>? with = null) =>
        [.. (await SearchAsync(query, with)).Items.Select(i => i.Item.Id.Original)];

    public async Task<string[]> AutocompleteAsync(string? query, Func<SearchRequest, SearchRequest>? with = null) =>
        [.. (await Index.AutocompleteIdsAsync(Request(query, with), Cancellation)).Matches];

    public async ValueTask DisposeAsync()
    {
        Follower.Dispose();
        File.Dispose();
        await Database.DisposeAsync();
        _folder.Dispose();
    }

    private SearchRequest Request(string? query, Func<SearchRequest, SearchRequest>? with)
    {
        SearchRequest request = new() { FeedId = FeedId, Query = query };
        return with is null ? request : with(request);
    }

    private static PackageManifest Manifest(string id, string version, Func<PackageManifest, PackageManifest>? with)
    {
        PackageManifest manifest = new() { Id = id, Version = version };
        manifest = with is null ? manifest : with(manifest);
        return manifest with { IsSemVer2Only = PackageVersion.TryParse(version, out PackageVersion? parsed) && parsed.IsSemVer2 };
    }

    private void Open()
    {
        File = new IndexFile(IndexPath);
        Follower = new IndexFollower(File, Database, Log, NullLogger<IndexFollower>.Instance);
        Index = new SearchIndex(File);
    }
}

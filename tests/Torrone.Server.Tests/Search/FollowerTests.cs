using Microsoft.Data.Sqlite;
using Torrone.Server.Log;
using Torrone.Server.Search;
using Xunit;

namespace Torrone.Server.Tests.Search;

public sealed class FollowerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_restart_goes_on_where_the_index_is()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("First");
        gallery.Reopen();
        await gallery.PushAsync("Second", follow: false);

        Assert.Equal(1, await gallery.Follower.StartAsync(2, Cancellation));
        Assert.Equal(["First"], await gallery.IdsAsync(""));
        await gallery.CatchUpAsync(1);
        Assert.Equal(["First", "Second"], await gallery.IdsAsync(""));
    }

    [Fact]
    public async Task Applying_rows_again_changes_nothing()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("First", downloads: 3);
        await gallery.PushAsync("Second");
        long generation = gallery.Index.Generation;
        await gallery.CatchUpAsync(0);
        await gallery.CatchUpAsync(0);

        Assert.Equal(["First", "Second"], await gallery.IdsAsync(""));
        Assert.Equal(1, (await gallery.SearchAsync("first")).TotalHits);
        Assert.Equal(["First"], await gallery.AutocompleteAsync("fi"));
        Assert.True(gallery.Index.Generation > generation);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_missing_or_damaged_index_is_built_anew(bool damaged)
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("First");
        gallery.Reopen();
        foreach (string suffix in (string[])["", "-wal", "-shm"])
        {
            File.Delete(gallery.IndexPath + suffix);
        }

        if (damaged)
        {
            await File.WriteAllBytesAsync(gallery.IndexPath, [.. Enumerable.Repeat((byte)0x5A, 20_000)], Cancellation);
        }

        await gallery.StartAsync();

        Assert.Equal(["First"], await gallery.IdsAsync("first"));
        await gallery.PushAsync("Second");
        Assert.Equal(["Second"], await gallery.IdsAsync("second"));
    }

    [Fact]
    public async Task An_index_of_another_format_is_built_anew()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("First");
        Tamper(gallery, "UPDATE meta SET value = '0' WHERE name = 'format'; DELETE FROM pkg; DROP TABLE word;");
        await gallery.StartAsync();
        Assert.Equal(["First"], await gallery.IdsAsync(""));
        Assert.Equal("first", await gallery.Index.SuggestAsync("firts", Cancellation));
    }

    [Theory]
    [InlineData("UPDATE meta SET value = '7' WHERE name = 'sequence'")]
    [InlineData("UPDATE meta SET value = 'another' WHERE name = 'event_id'")]
    public async Task An_index_ahead_of_the_log_or_of_another_log_is_built_anew(string tampering)
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("First");
        Tamper(gallery, tampering + "; UPDATE pkg SET channels = 0;");
        await gallery.StartAsync();
        Assert.Equal(["First"], await gallery.IdsAsync(""));
    }

    [Fact]
    public async Task A_sound_index_is_not_built_anew()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("First");
        Tamper(gallery, "UPDATE pkg SET channels = 0");
        await gallery.StartAsync();
        Assert.Empty(await gallery.IdsAsync(""));
    }

    [Fact]
    public async Task A_rebuild_ranks_by_downloads_and_a_refresh_only_when_they_changed()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("First.Log");
        await gallery.PushAsync("Second.Log");
        await gallery.Follower.RefreshAsync(Cancellation);
        long generation = gallery.Index.Generation;
        await gallery.Follower.RefreshAsync(Cancellation);
        Assert.Equal(generation, gallery.Index.Generation);

        await gallery.Database.WriteAsync(write => write.ExecuteAsync("UPDATE packages SET downloads = 5 WHERE lower_id = 'second.log'"), Cancellation);
        await gallery.Follower.RefreshAsync(Cancellation);

        Assert.Equal(["Second.Log", "First.Log"], await gallery.IdsAsync("log"));
        Assert.Equal(5, (await gallery.SearchAsync("second")).Items[0].Item.TotalDownloads);
    }

    [Fact]
    public async Task Reads_and_pushes_go_on_while_the_index_is_built()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        await gallery.PushAsync("Steady");
        for (int i = 0; i < 20; i++)
        {
            // Each read begins while a build runs; how many fit into one build is the machine's affair, that none fails or waits is ours.
            Task rebuild = gallery.Follower.RebuildAsync();
            Task<string[]> read = Task.Run(() => gallery.IdsAsync("steady"), Cancellation);
            await gallery.PushAsync($"Pushed{i}");
            Assert.Equal(["Steady"], await read);
            await rebuild;
            Assert.Equal([$"Pushed{i}"], await gallery.IdsAsync($"pushed{i}"));
        }
    }

    [Fact]
    public async Task The_tail_feeds_the_index_before_a_push_is_answered()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        using LogTail tail = new(gallery.Log, gallery.Database, [gallery.Follower], Microsoft.Extensions.Logging.Abstractions.NullLogger<LogTail>.Instance);
        await gallery.PushAsync("Fresh", follow: false);
        Assert.True(await tail.CatchUpAsync(1));
        Assert.Equal(["Fresh"], await gallery.IdsAsync("fresh"));
    }

    [Fact]
    public void Without_an_index_a_search_says_so()
    {
        using IndexFile file = new(Path.Combine(Path.GetTempPath(), "torrone-no-such-folder", "search.db"));
        Assert.Throws<SearchUnavailableException>(() => new SearchIndex(file).SearchAsync(new SearchRequest { FeedId = 1 }, Cancellation).Result);
    }

    [Fact]
    public async Task Nobody_else_may_read_the_index()
    {
        await using SearchGallery gallery = await SearchGallery.CreateAsync();
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(gallery.IndexPath));
        }
    }

    private static void Tamper(SearchGallery gallery, string sql)
    {
        gallery.Reopen();
        using (SqliteConnection connection = gallery.File.OpenRead())
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        gallery.Reopen();
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Torrone.Server.Packages;
using Torrone.Server.Packages.Download;
using Torrone.Server.Tests.Data;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages;

/// <summary>The real server on a real PostgreSQL, where transactions run beside each other and not one after the other.</summary>
public sealed class PushOnPostgresTests(Engines engines) : IAsyncLifetime
{
    private Gallery _gallery = null!;
    private long _alice;
    private string _key = "";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _gallery = await Gallery.StartAsync(new Dictionary<string, string?> { ["Torrone__Database"] = await engines.NewPostgresAsync() });
        _alice = await _gallery.PersonAsync("alice");
        _key = await _gallery.KeyAsync(_alice, ["push", "unlist"], ["*"]);
    }

    public ValueTask DisposeAsync() => _gallery.DisposeAsync();

    [Fact]
    public Task Of_eight_pushes_of_one_version_from_eight_sessions_one_is_taken_and_its_retry_is_again() => PushRace.RunAsync(_gallery, _key);

    [Fact]
    public async Task What_is_pushed_can_be_read_back_searched_unlisted_and_relisted()
    {
        byte[] package = new PackageBuilder("Elephant", "1.0.0").Build();
        Assert.Equal(HttpStatusCode.Created, (await _gallery.PushAsync(_key, package, "s1")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await _gallery.PushAsync(_key, package, "s1")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await _gallery.PushAsync(_key, package, "s2")).StatusCode);
        Assert.Equal(package, await (await _gallery.GetAsync("/v3-flatcontainer/elephant/1.0.0/elephant.1.0.0.nupkg")).Content.ReadAsByteArrayAsync(Now));
        Assert.Equal(HttpStatusCode.OK, (await _gallery.GetAsync("/v3/registration/elephant/index.json")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _gallery.GetAsync("/packages/Elephant")).StatusCode);
        Assert.Equal(1, await HitsAsync("elephant"));
        Assert.Equal(HttpStatusCode.NoContent, (await _gallery.UnlistAsync(_key, "elephant", "1.0.0")).StatusCode);
        Assert.Equal(0, await HitsAsync("elephant"));
        Assert.Equal(HttpStatusCode.OK, (await _gallery.RelistAsync(_key, "elephant", "1.0.0")).StatusCode);
        Assert.Equal(1, await HitsAsync("elephant"));
        Assert.Equal(["version.pushed", "version.unlisted", "version.listed"],
            await _gallery.RowsAsync<string>("SELECT type FROM log ORDER BY sequence"));
    }

    [Fact]
    public async Task Two_owners_who_race_for_a_new_id_do_not_both_get_it()
    {
        string bobs = await _gallery.KeyAsync(await _gallery.PersonAsync("bob"), ["push"], ["*"]);
        for (int round = 0; round < 6; round++)
        {
            string id = $"Race.{round}";
            (string Key, HttpResponseMessage Answer)[] pushes = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
            {
                string key = i % 2 == 0 ? _key : bobs;
                return (key, await _gallery.PushAsync(key, new PackageBuilder(id, $"1.{i}.0").Build()));
            }));
            string winner = pushes.First(p => p.Answer.StatusCode == HttpStatusCode.Created).Key;
            Assert.All(pushes, p => Assert.Equal(p.Key == winner ? HttpStatusCode.Created : HttpStatusCode.Forbidden, p.Answer.StatusCode));
            Assert.Single(await _gallery.RowsAsync<long>(
                "SELECT o.principal_id FROM package_owners o JOIN packages p ON p.id = o.package_id WHERE p.display_id = @id", new { id }));
        }
    }

    [Fact]
    public async Task Eight_unlistings_at_once_are_one_row_of_the_log()
    {
        (await _gallery.PushAsync(_key, new PackageBuilder("Shy", "1.0.0").Build())).EnsureSuccessStatusCode();
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _gallery.UnlistAsync(_key, "shy", "1.0.0")));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.NoContent, a.StatusCode));
        Assert.Equal(1, Assert.Single(await _gallery.RowsAsync<long>("SELECT count(*) FROM log WHERE type = 'version.unlisted'")));
    }

    [Fact]
    public async Task Every_question_about_packages_is_understood()
    {
        (await _gallery.PushAsync(_key, new PackageBuilder("Elephant", "1.0.0").Description("Never forgets.").Build())).EnsureSuccessStatusCode();
        long feed = Assert.Single(await _gallery.RowsAsync<long>("SELECT id FROM feeds"));
        await _gallery.ExecuteAsync("INSERT INTO downloads (version_id, day, count) SELECT id, @day, 7 FROM versions",
            new { day = DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 86_400 });
        PackageQueries queries = new(_gallery.Database);
        Assert.Equal("Never forgets.", Assert.Single(await queries.OwnedByAsync(feed, _alice, Now)).Description);
        Assert.Equal(1, await queries.CountAsync(feed, Now));
        Assert.Equal(["elephant"], await new KnownIds(_gallery.Database).AmongAsync(feed, ["elephant", "mouse"], Now));
        PackageRecord package = (await queries.FindAsync(feed, "elephant", Now))!;
        Assert.Equal(7, (await new DownloadHistory(_gallery.Database, TimeProvider.System).WeeklyAsync(package.Id, 1, Now))[0].Count);
    }

    [Fact]
    public async Task A_reserved_prefix_is_open_to_its_holder_and_closed_to_others()
    {
        string bobs = await _gallery.KeyAsync(await _gallery.PersonAsync("bob"), ["push"], ["*"]);
        await _gallery.ExecuteAsync("INSERT INTO reserved_prefixes (feed_id, lower_prefix, is_prefix, created_at) SELECT id, 'elephant.', 1, 0 FROM feeds");
        await _gallery.ExecuteAsync("INSERT INTO reserved_prefix_owners (prefix_id, principal_id) SELECT id, @alice FROM reserved_prefixes", new { alice = _alice });
        Assert.Equal(HttpStatusCode.Forbidden, (await _gallery.PushAsync(bobs, new PackageBuilder("Elephant.Trunk", "1.0.0").Build())).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await _gallery.PushAsync(_key, new PackageBuilder("Elephant.Trunk", "1.0.0").Build())).StatusCode);
    }

    private async Task<int> HitsAsync(string id) =>
        (await _gallery.Server.Client.GetFromJsonAsync<JsonElement>(new Uri(_gallery.Server.Address, $"/v3/search?q=packageid:{id}"), Now))
            .GetProperty("totalHits").GetInt32();
}

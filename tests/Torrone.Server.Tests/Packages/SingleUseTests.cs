using System.Net;
using Torrone.Server.Tests.Data;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages;

/// <summary>A single-use key on a real server: one id and version, the client's retries of it, and of two uploads at once exactly one.</summary>
public sealed class SingleUseTests(Engines engines)
{
    public static TheoryData<string> Names => Engines.Names;

    [Theory, MemberData(nameof(Names))]
    public async Task Of_different_uploads_at_the_same_moment_exactly_one_is_published(string engine)
    {
        await using Gallery gallery = await StartAsync(engine);
        long person = await gallery.PersonAsync("alice");
        for (int round = 0; round < 5; round++)
        {
            string key = await KeyAsync(gallery, person, "push");
            HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
                gallery.PushAsync(key, new PackageBuilder($"Race.{round}.N{i}", "1.0.0").Build(), $"session-{i}")));
            HttpResponseMessage won = Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
            Assert.All(answers.Where(a => a != won), a => Assert.Equal((HttpStatusCode.Forbidden, true),
                (a.StatusCode, a.ReasonPhrase!.Contains("good for one use", StringComparison.Ordinal))));
            Assert.Single(await gallery.RowsAsync<long>("SELECT id FROM packages WHERE lower_id LIKE @like", new { like = $"race.{round}.%" }));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task The_clients_retries_of_the_one_upload_are_answered_alike_also_at_the_same_moment(string engine)
    {
        await using Gallery gallery = await StartAsync(engine);
        string key = await KeyAsync(gallery, await gallery.PersonAsync("alice"), "push");
        byte[] package = new PackageBuilder("Once.Only", "1.0.0").Build();
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => gallery.PushAsync(key, package, "one-session")));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        Assert.Single(await gallery.RowsAsync<long>("SELECT id FROM versions"));
        Assert.Equal("push Once.Only 1.0.0 one-session", Assert.Single(await gallery.RowsAsync<string>(
            "SELECT used_up_operation || ' ' || used_up_package || ' ' || used_up_version || ' ' || used_up_session FROM api_keys WHERE used_up_at IS NOT NULL")));

        // Another session is another person who found the key; other bytes are another use.
        await RefusedAsync(() => gallery.PushAsync(key, package, "other-session"), gallery);
        await RefusedAsync(() => gallery.PushAsync(key, package), gallery);
        await RefusedAsync(() => gallery.PushAsync(key, new PackageBuilder("Once.Only", "1.0.0").Description("other").Build(), "one-session"), gallery);
        await RefusedAsync(() => gallery.PushAsync(key, new PackageBuilder("Once.Only", "1.0.1").Build(), "one-session"), gallery);
        Assert.Single(await gallery.RowsAsync<long>("SELECT id FROM versions"));
    }

    [Fact]
    public async Task A_refused_push_does_not_use_the_key_up()
    {
        await using Gallery gallery = await StartAsync("sqlite");
        string key = await KeyAsync(gallery, await gallery.PersonAsync("alice"), "push");
        Assert.Equal(HttpStatusCode.BadRequest, (await gallery.PushAsync(key, [1, 2, 3])).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await gallery.PushAsync(key, new PackageBuilder("Late", "1.0.0").Build())).StatusCode);
    }

    [Fact]
    public async Task Unlisting_once_uses_the_key_up_and_its_retry_still_passes()
    {
        await using Gallery gallery = await StartAsync("sqlite");
        long person = await gallery.PersonAsync("alice");
        string push = await gallery.KeyAsync(person, ["push"], ["*"]);
        (await gallery.PushAsync(push, new PackageBuilder("Shy", "1.0.0").Build())).EnsureSuccessStatusCode();
        (await gallery.PushAsync(push, new PackageBuilder("Shy", "2.0.0").Build())).EnsureSuccessStatusCode();
        string key = await KeyAsync(gallery, person, "unlist");
        Assert.Equal(HttpStatusCode.NoContent, (await gallery.UnlistAsync(key, "shy", "1.0.0", "s")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await gallery.UnlistAsync(key, "shy", "1.0.0", "s")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await gallery.UnlistAsync(key, "shy", "1.0.0")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await gallery.UnlistAsync(key, "shy", "2.0.0", "s")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await gallery.RelistAsync(key, "shy", "1.0.0")).StatusCode);
        Assert.Equal(["0", "1"], await gallery.RowsAsync<string>("SELECT listed FROM versions ORDER BY lower_version"));
    }

    private static async Task RefusedAsync(Func<Task<HttpResponseMessage>> push, Gallery gallery)
    {
        string before = await gallery.TraceAsync();
        using HttpResponseMessage answer = await push();
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("key-used-up", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(before, await gallery.TraceAsync());
    }

    private static async Task<string> KeyAsync(Gallery gallery, long person, string action)
    {
        string key = await gallery.KeyAsync(person, [action], ["*"]);
        await gallery.ExecuteAsync("UPDATE api_keys SET single_use = 1 WHERE id = (SELECT max(id) FROM api_keys)");
        return key;
    }

    private async Task<Gallery> StartAsync(string engine) => await Gallery.StartAsync(engine == "sqlite"
        ? null
        : new Dictionary<string, string?> { ["Torrone__Database"] = await engines.NewPostgresAsync() });
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages;

/// <summary>Addresses, versions, networks, freezing and hourly limits of keys, by real requests through a trusted proxy.</summary>
public sealed class KeyConditionTests
{
    private const string Office = "203.0.113.7";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_for_an_address_range_works_from_there_alone()
    {
        await using Gallery gallery = await BehindProxyAsync();
        string key = await gallery.KeyAsync(await gallery.PersonAsync("alice"), ["push"], ["*"]);
        await gallery.ExecuteAsync("INSERT INTO api_key_addresses (key_id, range) SELECT id, '203.0.113.0/24' FROM api_keys");
        await gallery.ExecuteAsync("INSERT INTO api_key_addresses (key_id, range) SELECT id, '2001:db8:5::/48' FROM api_keys");
        await SaysAsync(403, "key-address", PushAsync(gallery, key, "A", "198.51.100.1"));
        await SaysAsync(403, "key-address", PushAsync(gallery, key, "A", "2001:db8:6::1"));
        await SaysAsync(403, "key-address", PushAsync(gallery, key, "A", null));
        Assert.Equal(HttpStatusCode.Created, (await PushAsync(gallery, key, "A", Office)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await PushAsync(gallery, key, "B", "2001:db8:5::9")).StatusCode);

        // A refusal by the gate stands in the history beside the uses.
        string[] expected = ["key-address 198.51.100.1", "key-address 2001:db8:6::1", "ok 203.0.113.7", "ok 2001:db8:5::9"];
        await WaitAsync(async () => (await gallery.RowsAsync<string>("SELECT result || ' ' || address FROM api_key_uses")).Order().Intersect(expected).Count() == 4);
    }

    [Fact]
    public async Task An_address_that_an_untrusted_client_claims_is_not_believed()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        string key = await gallery.KeyAsync(await gallery.PersonAsync("alice"), ["push"], ["*"]);
        await gallery.ExecuteAsync("INSERT INTO api_key_addresses (key_id, range) SELECT id, '203.0.113.0/24' FROM api_keys");
        await SaysAsync(403, "key-address", PushAsync(gallery, key, "A", Office));
        Assert.Empty(await gallery.RowsAsync<long>("SELECT id FROM packages"));
    }

    [Fact]
    public async Task A_key_for_exact_versions_pushes_and_unlists_those_alone()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        long person = await gallery.PersonAsync("alice");
        string key = await gallery.KeyAsync(person, ["push", "unlist"], ["*"]);
        await gallery.ExecuteAsync("INSERT INTO api_key_versions (key_id, lower_version) SELECT id, '1.0.0-rc.1' FROM api_keys");
        await SaysAsync(403, "scope-version", gallery.PushAsync(key, new PackageBuilder("A", "1.0.0").Build()));
        Assert.Equal(HttpStatusCode.Created, (await gallery.PushAsync(key, new PackageBuilder("A", "1.0.0.0-RC.1").Build())).StatusCode);
        await SaysAsync(403, "scope-version", gallery.UnlistAsync(key, "a", "2.0.0"));
        Assert.Equal(HttpStatusCode.NoContent, (await gallery.UnlistAsync(key, "a", "1.0.0-rc.1")).StatusCode);
    }

    [Fact]
    public async Task A_held_key_waits_and_says_so()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        string key = await gallery.KeyAsync(await gallery.PersonAsync("alice"), ["push"], ["*"]);
        await gallery.ExecuteAsync("UPDATE api_keys SET held_at = 1");
        await SaysAsync(403, "key-held", gallery.PushAsync(key, new PackageBuilder("A").Build()));
        await gallery.ExecuteAsync("UPDATE api_keys SET held_at = NULL");
        Assert.Equal(HttpStatusCode.Created, (await gallery.PushAsync(key, new PackageBuilder("A").Build())).StatusCode);
    }

    [Fact]
    public async Task The_old_secret_of_a_rotating_key_still_pushes_and_is_told_when_it_ends()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        string key = await gallery.KeyAsync(await gallery.PersonAsync("alice"), ["push"], ["*"]);
        await gallery.ExecuteAsync("UPDATE api_key_secrets SET ends_at = @end", new { end = DateTimeOffset.UtcNow.AddHours(24).ToUnixTimeMilliseconds() });
        using HttpResponseMessage pushed = await gallery.PushAsync(key, new PackageBuilder("A").Build());
        Assert.Equal(HttpStatusCode.Created, pushed.StatusCode);
        Assert.Contains(pushed.Headers.GetValues("X-NuGet-Warning"), w => w.Contains("has a new secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_use_from_a_new_network_is_mailed_once_a_day_and_never_for_the_first()
    {
        await using Gallery gallery = await BehindProxyAsync();
        long person = await gallery.PersonAsync("alice");
        string key = await gallery.KeyAsync(person, ["push"], ["*"]);
        MailFolder mail = gallery.Server.Mail;
        await PushAsync(gallery, key, "A", Office);
        await NetworksAsync(gallery, "203.0.113.0/24");
        await PushAsync(gallery, key, "B", "203.0.113.99");
        await PushAsync(gallery, key, "C", "198.51.100.1");
        await NetworksAsync(gallery, "198.51.100.0/24", "203.0.113.0/24");
        ReceivedMail letter = await mail.WaitForAsync(m => m.Subject.Contains("was used from a new network", StringComparison.Ordinal));
        Assert.Contains("198.51.100.1", letter.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(key, letter.Text, StringComparison.Ordinal);
        await PushAsync(gallery, key, "D", "192.0.2.1");
        await NetworksAsync(gallery, "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24");
        Assert.Equal(["198.51.100.0/24"], await gallery.RowsAsync<string>("SELECT after_value FROM audit WHERE action = 'key.new-network'"));
        Assert.Single(await gallery.RowsAsync<long>("SELECT id FROM mail_outbox WHERE subject LIKE '%new network%'"));

        await gallery.ExecuteAsync("UPDATE api_key_networks SET mailed_at = mailed_at - 86400000");
        await PushAsync(gallery, key, "E", "192.0.3.1");
        await WaitAsync(async () => (await gallery.RowsAsync<long>("SELECT id FROM mail_outbox WHERE subject LIKE '%new network%'")).Count == 2);
    }

    [Fact]
    public async Task A_burst_beyond_the_keys_past_freezes_it_until_a_person_releases_it()
    {
        await using Gallery gallery = await Gallery.StartAsync(new Dictionary<string, string?> { ["Torrone__Limits__FreezeNewIds"] = "3" });
        string key = await gallery.KeyAsync(await gallery.PersonAsync("alice"), ["push"], ["*"]);
        await AllAsync(gallery, key, "A", "B", "C");
        Assert.Equal(HttpStatusCode.Created, (await gallery.PushAsync(key, new PackageBuilder("A", "2.0.0").Build())).StatusCode);
        await SaysAsync(403, "key-frozen", gallery.PushAsync(key, new PackageBuilder("D").Build()));
        await SaysAsync(403, "key-frozen", gallery.PushAsync(key, new PackageBuilder("A", "3.0.0").Build()));
        Assert.Equal(["A", "B", "C"], await gallery.RowsAsync<string>("SELECT display_id FROM packages ORDER BY display_id"));
        Assert.Equal("4", Assert.Single(await gallery.RowsAsync<string>("SELECT frozen_reason FROM api_keys WHERE frozen_at IS NOT NULL")));
        Assert.Equal(["4"], await gallery.RowsAsync<string>("SELECT after_value FROM audit WHERE action = 'key.frozen' AND key_public_id IS NOT NULL"));
        ReceivedMail letter = await gallery.Server.Mail.WaitForAsync(m => m.Subject.Contains("was frozen", StringComparison.Ordinal));
        Assert.Contains("4 package IDs in 10 minutes", letter.Text, StringComparison.Ordinal);

        await gallery.ExecuteAsync("UPDATE api_keys SET frozen_at = NULL, frozen_reason = NULL, released_at = @now",
            new { now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() });
        await AllAsync(gallery, key, "D", "E", "F");

        // An hour later six at once are its past, and three more are let pass.
        await gallery.ExecuteAsync("UPDATE versions SET received_at = received_at - 7200000");
        await gallery.ExecuteAsync("UPDATE api_keys SET released_at = released_at - 7200000");
        await AllAsync(gallery, key, [.. Enumerable.Range(0, 9).Select(i => "Next" + i)]);
        await SaysAsync(403, "key-frozen", gallery.PushAsync(key, new PackageBuilder("Next9").Build()));
    }

    [Fact]
    public async Task An_organizations_own_number_goes_before_the_sites()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        string key = await gallery.KeyAsync(await gallery.PersonAsync("alice"), ["push"], ["*"]);
        await gallery.ExecuteAsync("UPDATE principals SET kind = 1");
        await gallery.ExecuteAsync("INSERT INTO organizations (principal_id, freeze_new_ids) SELECT id, 1 FROM principals");
        await AllAsync(gallery, key, "A");
        await SaysAsync(403, "key-frozen", gallery.PushAsync(key, new PackageBuilder("B").Build()));
    }

    [Fact]
    public async Task Pushes_at_the_same_moment_do_not_slip_past_the_freeze()
    {
        await using Gallery gallery = await Gallery.StartAsync(new Dictionary<string, string?> { ["Torrone__Limits__FreezeNewIds"] = "2" });
        string key = await gallery.KeyAsync(await gallery.PersonAsync("alice"), ["push"], ["*"]);
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => gallery.PushAsync(key, new PackageBuilder("P" + i).Build())));
        Assert.Equal(2, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        Assert.Equal(8, answers.Count(a => a.StatusCode == HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task An_hours_pushes_are_counted_for_each_key_and_for_each_address_with_all_its_keys()
    {
        await using Gallery gallery = await BehindProxyAsync(new() { ["Torrone__Limits__PushesPerHour"] = "3" });
        long person = await gallery.PersonAsync("alice");
        string first = await gallery.KeyAsync(person, ["push"], ["*"]);
        string second = await gallery.KeyAsync(person, ["push"], ["*"]);
        await PushAsync(gallery, first, "A", Office);
        await PushAsync(gallery, first, "B", Office);
        await PushAsync(gallery, second, "C", Office);
        using HttpResponseMessage tooMany = await PushAsync(gallery, second, "D", Office);
        Assert.Equal((429, false), ((int)tooMany.StatusCode, tooMany.Headers.Contains("Retry-After")));
        Assert.Contains("From your address 3 packages were pushed", tooMany.ReasonPhrase, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await PushAsync(gallery, second, "D", "198.51.100.1")).StatusCode);
        using HttpResponseMessage ofKey = await PushAsync(gallery, second, "E", "198.51.100.2");
        Assert.Contains("This API key has pushed 3 times", ofKey.ReasonPhrase, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_keeps_coming_with_refused_keys_is_not_looked_at_for_an_hour()
    {
        await using Gallery gallery = await BehindProxyAsync(new() { ["Torrone__Limits__PushesPerHour"] = "3" });
        string good = await gallery.KeyAsync(await gallery.PersonAsync("alice"), ["push"], ["*"]);
        for (int i = 0; i < 3; i++)
        {
            await SaysAsync(401, "key-malformed", PushAsync(gallery, "guess", "A", Office));
        }

        await SaysAsync(429, "too-many-requests", PushAsync(gallery, good, "A", Office));
        Assert.Equal(HttpStatusCode.Created, (await PushAsync(gallery, good, "A", "198.51.100.1")).StatusCode);
    }

    private static Task<Gallery> BehindProxyAsync(Dictionary<string, string?>? settings = null)
    {
        Dictionary<string, string?> all = new(settings ?? []) { ["Torrone__Proxies__0"] = "127.0.0.1", ["Torrone__Proxies__1"] = "::1" };
        return Gallery.StartAsync(all);
    }

    private static Task<HttpResponseMessage> PushAsync(Gallery gallery, string key, string id, string? from)
    {
        ByteArrayContent file = new(new PackageBuilder(id).Build());
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        HttpRequestMessage request = new(HttpMethod.Put, new Uri(gallery.Server.Address, "/api/v2/package/"))
        {
            Content = new MultipartFormDataContent { { file, "package", "package.nupkg" } },
        };
        request.Headers.TryAddWithoutValidation("X-NuGet-ApiKey", key);
        if (from is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", from);
        }

        return gallery.Server.Client.SendAsync(request, Now);
    }

    private static async Task AllAsync(Gallery gallery, string key, params string[] ids)
    {
        foreach (string id in ids)
        {
            using HttpResponseMessage answer = await gallery.PushAsync(key, new PackageBuilder(id).Build());
            Assert.Equal((id, HttpStatusCode.Created), (id, answer.StatusCode));
        }
    }

    private static async Task SaysAsync(int status, string code, Task<HttpResponseMessage> request)
    {
        using HttpResponseMessage answer = await request;
        Assert.Equal((status, code), ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>(Now)).GetProperty("code").GetString()));
    }

    private static Task NetworksAsync(Gallery gallery, params string[] networks) => WaitAsync(async () =>
        (await gallery.RowsAsync<string>("SELECT network FROM api_key_networks ORDER BY network")).SequenceEqual(networks));

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(Now);
        bound.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(50, bound.Token);
        }
    }
}

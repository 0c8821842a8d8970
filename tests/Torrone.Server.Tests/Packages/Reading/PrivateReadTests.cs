using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages.Reading;

/// <summary>Torrone__Read = members: challenge first, then what the key may read, and 404 for everything else.</summary>
public sealed class PrivateReadTests : IAsyncLifetime
{
    private const string Package = "/v3-flatcontainer/contoso.secret/1.0.0/contoso.secret.1.0.0.nupkg";
    private const string Index = "/v3/index.json";

    private static readonly string[] OfThePackage =
        [Package, "/v3-flatcontainer/contoso.secret/index.json", "/v3/registration-gz-semver2/contoso.secret/index.json"];

    private Gallery _gallery = null!;
    private long _person;
    private string _reader = "";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _gallery = await Gallery.StartAsync(new Dictionary<string, string?> { ["Torrone__Read"] = "members" });
        _person = await _gallery.PersonAsync("nougat");
        _reader = await _gallery.KeyAsync(_person, ["read"], ["*"]);
        string push = await _gallery.KeyAsync(_person, ["push"], ["*"]);
        foreach (string id in (string[])["Contoso.Secret", "Fabrikam.Secret"])
        {
            using HttpResponseMessage pushed = await _gallery.PushAsync(push, new PackageBuilder(id).Icon().Build());
            Assert.Equal(HttpStatusCode.Created, pushed.StatusCode);
        }
    }

    public ValueTask DisposeAsync() => _gallery.DisposeAsync();

    [Fact]
    public async Task A_stranger_is_asked_for_basic_credentials_and_told_why()
    {
        foreach (string path in (string[])[.. OfThePackage, Index, "/v3/search?q=secret", "/v3-flatcontainer/no.such.package/index.json"])
        {
            using HttpResponseMessage answer = await AskAsync(path, null);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Basic realm=\"torrone\", charset=\"UTF-8\"", answer.Headers.WwwAuthenticate.ToString());
            Assert.Contains("API key", answer.ReasonPhrase, StringComparison.Ordinal);
            Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_that_reads_opens_every_address_as_password_or_in_its_header(bool basic)
    {
        foreach (string path in (string[])[.. OfThePackage, Index, "/v3/search?q=secret", "/v3/autocomplete?q=secret"])
        {
            using HttpResponseMessage answer = await AskAsync(path, _reader, basic);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task What_is_kept_in_memory_for_a_member_stays_closed_to_a_stranger()
    {
        foreach (string path in OfThePackage)
        {
            for (int i = 0; i < 2; i++)
            {
                using HttpResponseMessage member = await AskAsync(path, _reader);
                Assert.Equal(HttpStatusCode.OK, member.StatusCode);
            }

            using HttpResponseMessage stranger = await AskAsync(path, null);
            Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
            using HttpRequestMessage conditional = new(HttpMethod.Get, path);
            conditional.Headers.TryAddWithoutValidation("If-None-Match", "*");
            using HttpResponseMessage unchanged = await _gallery.Server.Client.SendAsync(conditional, Now);
            Assert.Equal(HttpStatusCode.Unauthorized, unchanged.StatusCode);
        }
    }

    [Fact]
    public async Task Answers_belong_to_one_reader()
    {
        foreach (string path in (string[])[.. OfThePackage, Index, "/v3/search?q=secret", "/v3-flatcontainer/no.such.package/index.json"])
        {
            using HttpResponseMessage answer = await AskAsync(path, _reader);
            Assert.True(answer.Headers.CacheControl!.Private, path);
            Assert.False(answer.Headers.CacheControl.Public, path);
            Assert.Superset(new HashSet<string> { "Authorization", "Cookie", "X-NuGet-ApiKey" }, answer.Headers.Vary.ToHashSet());
        }
    }

    [Fact]
    public async Task A_foreign_and_a_missing_id_answer_alike()
    {
        string narrow = await _gallery.KeyAsync(_person, ["read"], ["Contoso.*"]);
        using HttpResponseMessage own = await AskAsync(Package, narrow);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        List<string> answers = [];
        foreach (string id in (string[])["fabrikam.secret", "no.such.package"])
        {
            using HttpResponseMessage answer = await AskAsync($"/v3-flatcontainer/{id}/index.json", narrow);
            answers.Add($"{answer.StatusCode} {answer.ReasonPhrase} {answer.Headers.CacheControl} {answer.Headers.Vary} {await answer.Content.ReadAsStringAsync(Now)}");
        }

        Assert.StartsWith("NotFound", answers[0], StringComparison.Ordinal);
        Assert.Equal(answers[0], answers[1]);
    }

    [Theory]
    [InlineData("/v3/search?q=secret")]
    [InlineData("/v3/autocomplete?q=secret")]
    public async Task A_key_for_some_packages_does_not_list_all(string path)
    {
        string narrow = await _gallery.KeyAsync(_person, ["read"], ["Contoso.*"]);
        using HttpResponseMessage answer = await AskAsync(path, narrow);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("only some packages", answer.ReasonPhrase, StringComparison.Ordinal);
        using HttpResponseMessage index = await AskAsync(Index, narrow);
        Assert.Equal(HttpStatusCode.OK, index.StatusCode);
    }

    [Fact]
    public async Task A_key_that_only_publishes_reads_nothing()
    {
        string push = await _gallery.KeyAsync(_person, ["push", "unlist"], ["*"]);
        foreach (string path in (string[])[Index, Package, "/v3/search"])
        {
            using HttpResponseMessage answer = await AskAsync(path, push);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("may not read", answer.ReasonPhrase, StringComparison.Ordinal);
        }

        // And the other way round.
        using HttpResponseMessage pushed = await _gallery.PushAsync(_reader, new PackageBuilder("Contoso.Other").Build());
        Assert.Equal(HttpStatusCode.Forbidden, pushed.StatusCode);
    }

    [Fact]
    public async Task Each_dead_key_is_told_what_is_wrong_and_asked_again()
    {
        (string Key, string Words)[] cases =
        [
            ("hunter2", "API key"), (await _gallery.KeyAsync(_person, ["read"], ["*"], days: 1, daysAgo: 3), "expired"),
        ];
        foreach ((string key, string words) in cases)
        {
            using HttpResponseMessage answer = await AskAsync(Index, key);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Contains(answer.Headers.WwwAuthenticate, c => c.Scheme == "Basic");
            Assert.Contains(words, answer.ReasonPhrase, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_revoked_key_stops_reading_within_seconds()
    {
        using HttpResponseMessage before = await AskAsync(Package, _reader);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await _gallery.ExecuteAsync("UPDATE api_keys SET revoked_at = 1");
        HttpStatusCode status;
        do
        {
            await Task.Delay(100, Now);
            using HttpResponseMessage answer = await AskAsync(Package, _reader);
            status = answer.StatusCode;
        }
        while (status == HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public async Task Reading_is_noted_in_the_key_s_history_once_a_minute()
    {
        for (int i = 0; i < 5; i++)
        {
            using HttpResponseMessage answer = await AskAsync(Package, _reader);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        List<string> uses;
        do
        {
            await Task.Delay(50, Now);
            uses = await _gallery.RowsAsync<string>("SELECT action || ' ' || package || ' ' || result FROM api_key_uses WHERE action = 'read'");
        }
        while (uses.Count == 0);

        Assert.Equal(["read contoso.secret ok"], uses);
    }

    [Fact]
    public async Task Publishing_asks_for_its_key_as_ever()
    {
        using HttpResponseMessage answer = await _gallery.PushAsync(null, new PackageBuilder("Contoso.Other").Build());
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("ApiKey", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string? key, bool basic = true)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (key is not null && basic)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("anybody:" + key)));
        }
        else if (key is not null)
        {
            request.Headers.Add("X-NuGet-ApiKey", key);
        }

        return await _gallery.Server.Client.SendAsync(request, Now);
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Torrone.Server.ApiKeys;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages;

/// <summary>What a push may contain, over the wire: keys within, ids that imitate others, and everything wrong said at once.</summary>
public sealed class IntakeTests(IntakeTests.World world) : IClassFixture<IntakeTests.World>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ascii")]
    [InlineData("utf-16")]
    public async Task A_key_of_this_gallery_inside_a_package_refuses_it_and_is_revoked(string encoding)
    {
        long holder = await world.Gallery.PersonAsync("holder-" + encoding);
        string leaked = await world.Gallery.KeyAsync(holder, ["push"], ["*"]);
        byte[] content = (encoding == "ascii" ? Encoding.ASCII : Encoding.Unicode).GetBytes("key = " + leaked);
        string before = await world.Gallery.TraceAsync();

        using HttpResponseMessage answer = await world.PushAsync(new PackageBuilder("Alice.Leaks").Entry("lib/net8.0/Alice.dll", content));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("lies in the package, in 'lib/net8.0/Alice.dll'", answer.ReasonPhrase, StringComparison.Ordinal);
        Assert.DoesNotContain(leaked[12..], await answer.Content.ReadAsStringAsync(Now), StringComparison.Ordinal);
        Assert.Equal(before, await world.Gallery.TraceAsync());

        using HttpResponseMessage refused = await world.Gallery.PushAsync(leaked, new PackageBuilder("Holder.Own").Build());
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(["Reported as leaked"], await world.Gallery.RowsAsync<string>(
            "SELECT revoked_reason FROM api_keys WHERE principal_id = @holder AND revoked_at IS NOT NULL", new { holder }));
        await world.Mail.WaitForAsync(m => m.To == $"holder-{encoding}@example.test" && m.Subject.Contains("leaked", StringComparison.Ordinal));
        Assert.DoesNotContain(leaked[12..], world.Gallery.Server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_pushes_itself_is_revoked_too()
    {
        long holder = await world.Gallery.PersonAsync("self");
        string key = await world.Gallery.KeyAsync(holder, ["push"], ["*"]);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.Gallery.PushAsync(key, new PackageBuilder("Self").Entry("nuget.config", key).Build())).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await world.Gallery.PushAsync(key, new PackageBuilder("Self").Build())).StatusCode);
    }

    [Fact]
    public async Task A_key_of_another_gallery_refuses_as_well_and_a_text_that_only_looks_like_one_does_not()
    {
        string foreign = KeyText.Create('p', "Zz9Z").Reveal();
        Assert.Equal("secret-inside", await world.CodeAsync(new PackageBuilder("Alice.Foreign").Entry("a.txt", foreign)));
        string likeness = foreign[..^1] + (foreign[^1] == '0' ? '1' : '0');
        Assert.Null(await world.CodeAsync(new PackageBuilder("Alice.Likeness").Entry("a.txt", likeness)));
    }

    [Fact]
    public async Task A_key_inside_symbols_is_found()
    {
        string leaked = await world.Gallery.KeyAsync(await world.Gallery.PersonAsync("pdb-holder"), ["push"], ["*"]);
        ByteArrayContent file = new(new PackageBuilder("Alice.Symbols").Type("SymbolsPackage").Entry("lib/net8.0/a.pdb", leaked).Build());
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using HttpRequestMessage request = new(HttpMethod.Put, new Uri(world.Gallery.Server.Address, "/api/v2/symbolpackage/"))
        {
            Content = new MultipartFormDataContent { { file, "package", "package.snupkg" } },
        };
        request.Headers.Add("X-NuGet-ApiKey", world.Key);
        using HttpResponseMessage answer = await world.Gallery.Server.Client.SendAsync(request, Now);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await world.Gallery.PushAsync(leaked, new PackageBuilder("Any").Build())).StatusCode);
    }

    [Fact]
    public async Task A_new_id_that_looks_like_a_popular_one_of_others_is_refused_and_names_it()
    {
        foreach (string imitation in (string[])["PopularJson", "Popular-Json", "Popular.Jsonn", "P0pular.Json", "PopuIar.Json", "Popular.Josn", "Popular.Jso"])
        {
            string before = await world.Gallery.TraceAsync();
            using HttpResponseMessage refused = await world.PushAsync(new PackageBuilder(imitation), world.Bob);
            Assert.Equal((HttpStatusCode.Forbidden, $"The ID '{imitation}' looks like 'Popular.Json', which others use here. Choose another ID, or ask an administrator to reserve it for you."),
                (refused.StatusCode, refused.ReasonPhrase));
            Assert.Equal(before, await world.Gallery.TraceAsync());
        }
    }

    [Fact]
    public async Task Its_own_owner_may_take_an_id_that_looks_like_it_and_a_new_version_is_never_asked()
    {
        Assert.Null(await world.CodeAsync(new PackageBuilder("Popular_Json")));
        Assert.Null(await world.CodeAsync(new PackageBuilder("Popular.Json", "2.0.0")));
    }

    [Fact]
    public async Task An_id_that_hardly_anybody_uses_is_free_to_be_resembled()
    {
        Assert.Null(await world.CodeAsync(new PackageBuilder("Seldom.Used")));
        Assert.Null(await world.CodeAsync(new PackageBuilder("SeldomUsed"), world.Bob));
    }

    [Fact]
    public async Task An_administrators_reservation_of_the_id_lets_it_through()
    {
        Assert.Equal("look-alike", await world.CodeAsync(new PackageBuilder("Popularr.Json"), world.Bob));
        await world.Gallery.ExecuteAsync("INSERT INTO reserved_prefixes (feed_id, lower_prefix, is_prefix, created_at) SELECT id, 'popularr.json', 0, 0 FROM feeds");
        await world.Gallery.ExecuteAsync("INSERT INTO reserved_prefix_owners (prefix_id, principal_id) SELECT id, @bob FROM reserved_prefixes WHERE lower_prefix = 'popularr.json'",
            new { bob = world.BobId });
        Assert.Null(await world.CodeAsync(new PackageBuilder("Popularr.Json"), world.Bob));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once_permission_and_duplicates_too()
    {
        await world.PushAsync(new PackageBuilder("Alice.There"));
        Assert.Equal(["no description", "already exists"], await ProblemsAsync(new PackageBuilder("Alice.There").Description(""), world.Key));
        Assert.Equal(["no description", "is empty", "is not owned"],
            await ProblemsAsync(new PackageBuilder("Alice.There", "2.0.0").Description("").Readme(""), world.Bob));
        Assert.Equal(["no description", "looks like"], await ProblemsAsync(new PackageBuilder("Popular.Jsonn").Description(""), world.Bob));

        async Task<string[]> ProblemsAsync(PackageBuilder package, string key)
        {
            using HttpResponseMessage answer = await world.PushAsync(package, key);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            string[] told = [.. (await answer.Content.ReadFromJsonAsync<JsonElement>(Now)).GetProperty("problems").EnumerateArray().Select(p => p.GetString()!)];
            return [.. told.Select(t => ((string[])["no description", "is empty", "already exists", "is not owned", "looks like"])
                .FirstOrDefault(w => t.Contains(w, StringComparison.Ordinal), t))];
        }
    }

    [Fact]
    public async Task Warnings_come_with_the_answer_and_stay_with_the_version()
    {
        using HttpResponseMessage answer = await world.PushAsync(new PackageBuilder("Alice.Warned"));
        Assert.Contains("readme", string.Join(' ', answer.Headers.GetValues("X-NuGet-Warning")), StringComparison.Ordinal);
        Assert.Contains("\"code\":\"readme-absent\"", Assert.Single(await world.Gallery.RowsAsync<string>(
            "SELECT v.manifest FROM versions v JOIN packages p ON p.id = v.package_id WHERE p.lower_id = 'alice.warned'")), StringComparison.Ordinal);
    }

    public sealed class World : IAsyncLifetime
    {
        public Gallery Gallery { get; private set; } = null!;

        public string Key { get; private set; } = "";

        public string Bob { get; private set; } = "";

        public long BobId { get; private set; }

        public MailFolder Mail => new(Path.Combine(Gallery.Server.DataFolder, "mail"));

        public async ValueTask InitializeAsync()
        {
            Gallery = await Gallery.StartAsync();
            Key = await Gallery.KeyAsync(await Gallery.PersonAsync("alice"), ["push"], ["*"]);
            BobId = await Gallery.PersonAsync("bob");
            Bob = await Gallery.KeyAsync(BobId, ["push"], ["*"]);
            (await PushAsync(new PackageBuilder("Popular.Json"))).EnsureSuccessStatusCode();
            await Gallery.ExecuteAsync("UPDATE packages SET downloads = 20");
        }

        public Task<HttpResponseMessage> PushAsync(PackageBuilder package, string? key = null) => Gallery.PushAsync(key ?? Key, package.Build());

        /// <summary>Null for a package that was taken.</summary>
        public async Task<string?> CodeAsync(PackageBuilder package, string? key = null)
        {
            using HttpResponseMessage answer = await PushAsync(package, key);
            return answer.StatusCode == HttpStatusCode.Created ? null
                : (await answer.Content.ReadFromJsonAsync<JsonElement>(Now)).GetProperty("type").GetString()!.Split(':')[^1];
        }

        public ValueTask DisposeAsync() => Gallery.DisposeAsync();
    }
}

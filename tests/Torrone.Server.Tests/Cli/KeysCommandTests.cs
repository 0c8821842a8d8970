using System.Net;
using Torrone.Server.Tests.Accounts;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Cli;

/// <summary>torrone keys create, list and revoke, beside a running server.</summary>
public sealed class KeysCommandTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task Create_prints_the_key_alone_and_it_works_at_once()
    {
        await accounts.AddAsync("pia");
        CommandResult made = (await KeysAsync("create", "--user", "PIA", "--name", "build", "--actions", "push,unlist", "--glob", "Contoso.*,Fabrikam", "--expires", "30d")).Succeeded();
        Assert.Matches("^trp_[0-9A-Za-z]{42}\r?\n$", made.Output);
        string key = made.Output.Trim();
        Assert.DoesNotContain(key[12..], made.Error, StringComparison.Ordinal);
        using HttpResponseMessage pushed = await accounts.Gallery.PushAsync(key, [1, 2, 3]);
        Assert.Equal(HttpStatusCode.BadRequest, pushed.StatusCode);
        Assert.Equal(["Contoso.*", "Fabrikam"], await accounts.Gallery.RowsAsync<string>(
            "SELECT s.subject FROM api_key_scopes s JOIN api_keys k ON k.id = s.key_id WHERE k.name = 'build' AND s.action = 'push' ORDER BY s.id"));
    }

    [Fact]
    public async Task Create_takes_packages_versions_addresses_and_single_use()
    {
        await accounts.AddAsync("rosa");
        (await KeysAsync("create", "--user", "rosa", "--name", "narrow", "--actions", "push-version", "--package", "Contoso,Fabrikam", "--package-version", "1.0,2.0-RC",
            "--address", "10.1.2.3/8", "--single-use")).Succeeded();
        Assert.Equal(["id Contoso", "id Fabrikam"], await accounts.Gallery.RowsAsync<string>(
            "SELECT s.subject_kind || ' ' || s.subject FROM api_key_scopes s JOIN api_keys k ON k.id = s.key_id WHERE k.name = 'narrow' ORDER BY s.id"));
        Assert.Equal(["1.0.0", "2.0.0-rc"], await accounts.Gallery.RowsAsync<string>(
            "SELECT v.lower_version FROM api_key_versions v JOIN api_keys k ON k.id = v.key_id WHERE k.name = 'narrow' ORDER BY 1"));
        Assert.Equal(["10.0.0.0/8"], await accounts.Gallery.RowsAsync<string>(
            "SELECT a.range FROM api_key_addresses a JOIN api_keys k ON k.id = a.key_id WHERE k.name = 'narrow'"));
        Assert.Equal([1L], await accounts.Gallery.RowsAsync<long>("SELECT single_use FROM api_keys WHERE name = 'narrow'"));
    }

    [Fact]
    public async Task List_shows_no_secret_and_revoke_stops_a_key_on_the_running_server()
    {
        await accounts.AddAsync("quin");
        string key = (await KeysAsync("create", "--user", "quin", "--name", "laptop", "--actions", "push", "--glob", "*")).Succeeded().Output.Trim();
        CommandResult list = (await KeysAsync("list", "--user", "quin")).Succeeded();
        string line = Assert.Single(list.Output.Split('\n'), l => l.Contains("laptop", StringComparison.Ordinal));
        Assert.Contains("active", line, StringComparison.Ordinal);
        Assert.Contains(key[..12], line, StringComparison.Ordinal);
        Assert.DoesNotContain(key[12..], list.All, StringComparison.Ordinal);

        string id = line.Split(' ')[0];
        (await KeysAsync("revoke", id, "--user", "quin", "--reason", "lost")).Succeeded();
        using HttpResponseMessage refused = await accounts.Gallery.PushAsync(key, [1, 2, 3]);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("was revoked", refused.ReasonPhrase, StringComparison.Ordinal);
        Assert.Contains("revoked", (await KeysAsync("list", "--user", "quin")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await KeysAsync("revoke", "nothing", "--user", "quin")).ExitCode);
    }

    [Theory]
    [InlineData(1, "There is no user", "create", "--user", "nobody", "--name", "x", "--actions", "push", "--glob", "*")]
    [InlineData(1, "1 to 365 days", "create", "--user", "grace", "--name", "x", "--actions", "push", "--glob", "*", "--expires", "400d")]
    [InlineData(1, "not a glob pattern", "create", "--user", "grace", "--name", "x", "--actions", "push", "--glob", "?")]
    [InlineData(1, "no organization", "create", "--user", "grace", "--name", "x", "--actions", "push", "--glob", "*", "--owner", "nobody")]
    [InlineData(2, "is not an action", "create", "--user", "grace", "--name", "x", "--actions", "everything", "--glob", "*")]
    [InlineData(2, "number of days", "create", "--user", "grace", "--name", "x", "--actions", "push", "--glob", "*", "--expires", "soon")]
    [InlineData(1, "is not an address", "create", "--user", "grace", "--name", "x", "--actions", "push", "--glob", "*", "--address", "here")]
    [InlineData(1, "only make keys that do what it may do", "create", "--user", "grace", "--name", "x", "--actions", "manage-keys", "--glob", "*")]
    [InlineData(2, "--glob", "create", "--user", "grace", "--name", "x", "--actions", "push")]
    [InlineData(2, "mend", "mend")]
    public async Task What_cannot_be_is_said_on_standard_error_and_makes_nothing(int code, string sentence, params string[] arguments)
    {
        CommandResult refused = await KeysAsync(arguments);
        Assert.Equal((code, ""), (refused.ExitCode, refused.Output));
        Assert.Contains(sentence, refused.Error, StringComparison.Ordinal);
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM api_keys WHERE name = 'x'"));
    }

    private Task<CommandResult> KeysAsync(params string[] arguments) => accounts.Gallery.Server.CommandAsync(["keys", .. arguments]);
}

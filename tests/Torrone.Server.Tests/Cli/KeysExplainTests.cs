using System.Net;
using Torrone.Server.Tests.Accounts;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Cli;

/// <summary>torrone keys explain: the rule it names is the one that refuses the real request, and asking changes nothing.</summary>
public sealed class KeysExplainTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task The_first_rule_that_fails_is_named_and_is_the_one_that_refuses_the_push()
    {
        long person = await accounts.Gallery.PersonAsync("rose");
        string key = await accounts.Gallery.KeyAsync(person, ["push"], ["Rose.*"]);
        string id = Assert.Single(await accounts.Gallery.RowsAsync<string>("SELECT public_id FROM api_keys WHERE principal_id = @person", new { person }));
        using HttpResponseMessage pushed = await accounts.Gallery.PushAsync(key, new PackageBuilder("Tulip.Red", "1.0.0").Build());
        Assert.Equal(HttpStatusCode.Forbidden, pushed.StatusCode);

        string before = await TraceAsync();
        CommandResult explained = await ExplainAsync([id, "--user", "rose", "--package", "Tulip.Red", "--version", "1.0.0"]);
        Assert.Equal(1, explained.ExitCode);
        Assert.Contains("Refused by the rule package: 403 scope-package. " + pushed.ReasonPhrase, explained.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^action +yes ", explained.Output);
        Assert.Matches(@"(?m)^package +NO ", explained.Output);
        Assert.Matches(@"(?m)^ownership +not asked ", explained.Output);
        Assert.Equal(before, await TraceAsync());
    }

    [Fact]
    public async Task A_push_that_would_pass_is_allowed_and_one_of_a_version_that_is_there_is_not()
    {
        long person = await accounts.Gallery.PersonAsync("sten");
        string key = await accounts.Gallery.KeyAsync(person, ["push"], ["*"]);
        CommandResult allowed = (await ExplainAsync(["--key-stdin", "--package", "Sten.One", "--version", "1.0.0"], key)).Succeeded();
        Assert.EndsWith("Allowed.", allowed.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain(key, allowed.All, StringComparison.Ordinal);

        (await accounts.Gallery.PushAsync(key, new PackageBuilder("Sten.One", "1.0.0").Build())).EnsureSuccessStatusCode();
        CommandResult again = await ExplainAsync(["--key-stdin", "--package", "sten.one", "--version", "1.0"], key);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("409 version-exists", again.Output, StringComparison.Ordinal);
        CommandResult missing = await ExplainAsync(["--key-stdin", "--package", "sten.one", "--version", "3.0.0", "--action", "unlist"], key);
        Assert.Contains("Refused by the rule action: 403 scope-action", missing.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_is_explained_too()
    {
        long person = await accounts.Gallery.PersonAsync("tove");
        string key = await accounts.Gallery.KeyAsync(person, ["push"], ["*"]);
        await accounts.Gallery.ExecuteAsync("UPDATE api_keys SET revoked_at = 1, frozen_at = 1 WHERE principal_id = @person", new { person });
        CommandResult explained = await ExplainAsync(["--key-stdin", "--package", "Tove.One"], key);
        Assert.Equal(1, explained.ExitCode);
        Assert.Contains("Refused by the rule not-revoked: 401 key-revoked", explained.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^not-frozen +NO ", explained.Output);
        Assert.Matches(@"(?m)^ownership +yes ", explained.Output);
    }

    [Theory]
    [InlineData(2, "Say which key", "--package", "A")]
    [InlineData(2, "Say which key", "x", "--user", "grace", "--key-stdin", "--package", "A")]
    [InlineData(2, "not an address", "--key-stdin", "--package", "A", "--address", "home")]
    [InlineData(2, "not an action", "--key-stdin", "--package", "A", "--action", "destroy")]
    [InlineData(1, "no key 'x'", "x", "--user", "grace", "--package", "A")]
    [InlineData(1, "no user", "x", "--user", "nobody", "--package", "A")]
    [InlineData(1, "not an API key", "--key-stdin", "--package", "A")]
    public async Task What_cannot_be_is_said_on_standard_error(int code, string sentence, params string[] arguments)
    {
        CommandResult refused = await ExplainAsync(arguments, "hunter2");
        Assert.Equal((code, ""), (refused.ExitCode, refused.Output));
        Assert.Contains(sentence, refused.Error, StringComparison.Ordinal);
    }

    private Task<CommandResult> ExplainAsync(string[] arguments, string? input = null) =>
        accounts.Gallery.Server.CommandAsync(["keys", "explain", .. arguments], input is null ? null : input + "\n");

    private async Task<string> TraceAsync() => string.Join(' ', await accounts.Gallery.RowsAsync<string>(
        "SELECT (SELECT count(*) FROM audit) || ' ' || (SELECT count(*) FROM mail_outbox) || ' ' || (SELECT count(*) FROM log)"));
}

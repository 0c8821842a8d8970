using System.Net;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>/setup: the link that makes the first administrator.</summary>
public sealed class SetUpTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_link_makes_one_administrator_and_opens_registration()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        string file = Path.Combine(gallery.Server.DataFolder, "setup-link");
        string link = await LinkAsync(gallery);
        string token = link.Split('=')[1];
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Contains(file, gallery.Server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(token, gallery.Server.Output, StringComparison.Ordinal);

        using PageClient stranger = new(gallery.Server.Address);
        PageAnswer closed = await stranger.GetAsync("/account/register");
        Assert.Null(closed.Document.QuerySelector("main form"));
        Assert.Contains("no administrator yet", closed.MainText, StringComparison.Ordinal);

        using PageClient first = new(gallery.Server.Address);
        using PageClient second = new(gallery.Server.Address);
        PageAnswer open = await second.FollowAsync(link);
        PageAnswer problem = await ClaimAsync(first, await first.FollowAsync(link), "ada", "short");
        Assert.Contains("at least 10", problem.Errors, StringComparison.Ordinal);
        PageAnswer done = await ClaimAsync(first, await first.FollowAsync("/setup"), "ada", Password);
        Assert.Equal("/", done.Location);
        Assert.Equal("ada", await WhoAsync(first));
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync("/admin/users")).Status);
        Assert.False(File.Exists(file));
        Assert.DoesNotContain(first.Cookies.GetAllCookies(), c => c.Name == "torrone.link" && c.Value.Length > 0);

        PageAnswer late = await ClaimAsync(second, open, "eve", Password);
        Assert.Contains("used already", late.MainText, StringComparison.Ordinal);
        Assert.Equal(["ada"], await gallery.RowsAsync<string>("SELECT name FROM principals"));
        Assert.Equal([1L], await gallery.RowsAsync<long>("SELECT is_admin FROM users WHERE email_confirmed_at IS NOT NULL"));
        Assert.Equal(["account.created", "signin"], await gallery.RowsAsync<string>("SELECT action FROM audit ORDER BY id"));
        Assert.Equal("/account/sent/confirm", (await RegisterAsync(stranger, "bob", "bob@example.test")).Location);
        Assert.DoesNotContain(Password, gallery.Server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_claim_at_once_one_gets_it()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        string link = await LinkAsync(gallery);
        HttpStatusCode[] answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            using PageClient visitor = new(gallery.Server.Address);
            return (await ClaimAsync(visitor, await visitor.FollowAsync(link), $"racer{i}", Password)).Status;
        }));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Redirect], answers.Order());
        Assert.Equal([1L], await gallery.RowsAsync<long>("SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task A_restart_makes_a_fresh_link_until_somebody_is_administrator()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        string first = await LinkAsync(server, "");
        await server.StopAsync();
        await server.StartAgainAsync();
        string second = await LinkAsync(server, first);
        using PageClient visitor = new(server.Address);
        Assert.Contains("used already", (await visitor.FollowAsync(first)).MainText, StringComparison.Ordinal);
        Assert.NotNull((await visitor.FollowAsync(second)).Document.QuerySelector("main form"));

        CommandResult added = await server.CommandAsync(["users", "add", "ada", "--email", "ada@example.test", "--admin", "--password-stdin"], Password + "\n");
        Assert.Equal(0, added.Succeeded().ExitCode);
        Assert.Contains("used already", (await visitor.FollowAsync(second)).MainText, StringComparison.Ordinal);
        await server.StopAsync();
        await server.StartAgainAsync();
        Assert.NotNull((await visitor.GetAsync("/account/register")).Document.QuerySelector("main form"));
        Assert.False(File.Exists(Path.Combine(server.DataFolder, "setup-link")));
        Assert.Equal("/", (await SignInAsync(visitor, "ada")).Location);
    }

    private static Task<PageAnswer> ClaimAsync(PageClient visitor, PageAnswer page, string name, string password) =>
        visitor.SubmitAsync(page, "/setup", new Dictionary<string, string>
        {
            ["Input.Name"] = name, ["Input.Email"] = $"{name}@example.test", ["Input.Password"] = password,
        });

    private static Task<string> LinkAsync(Gallery gallery) => LinkAsync(gallery.Server, "");

    // The link is handed out once the server listens: a moment after its first answer.
    private static async Task<string> LinkAsync(ServerProcess server, string old)
    {
        string file = Path.Combine(server.DataFolder, "setup-link");
        for (int i = 0; i < 200; i++)
        {
            if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } text && new Uri(text) is { } link && link.PathAndQuery != old
                && server.Output.Contains("setup-link", StringComparison.Ordinal))
            {
                Assert.Equal(server.Address.Authority, link.Authority);
                return link.PathAndQuery;
            }

            await Task.Delay(50, Now);
        }

        throw new InvalidOperationException($"No set-up link in {file}:\n{server.Output}");
    }
}

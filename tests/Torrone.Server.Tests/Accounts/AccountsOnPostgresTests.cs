using System.Net;
using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Tests.Data;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>The life of accounts on a real PostgreSQL, where transactions run beside each other and not one after the other.</summary>
public sealed class AccountsOnPostgresTests(Engines engines) : IAsyncLifetime
{
    private Gallery _gallery = null!;

    public async ValueTask InitializeAsync()
    {
        _gallery = await Gallery.StartAsync(new Dictionary<string, string?>
        {
            ["Torrone__Database"] = await engines.NewPostgresAsync(), ["Torrone__Limits__SignInsPerTenMinutes"] = "0",
        });
        await AddAsync("grace", isAdmin: true);
    }

    public ValueTask DisposeAsync() => _gallery.DisposeAsync();

    [Fact]
    public async Task An_account_is_made_by_invitation_moved_renamed_locked_unlocked_and_deleted()
    {
        using PageClient admin = await SignedInAsync("grace");
        PageAnswer made = await admin.SubmitAsync("/admin/invitations", new Dictionary<string, string> { ["Input.Email"] = "", ["Input.Days"] = "7" });
        string link = new Uri(made.Document.QuerySelector("main .code code")!.TextContent).PathAndQuery;
        PageClient[] guests = [new(_gallery.Server.Address), new(_gallery.Server.Address), new(_gallery.Server.Address)];
        PageAnswer[] joined = await Task.WhenAll(guests.Select((g, i) => g.SubmitAsync(link, new Dictionary<string, string>
        {
            ["Input.Name"] = $"guest{i}", ["Input.Email"] = $"guest{i}@example.test", ["Input.Password"] = Password,
        })));
        int winner = Array.FindIndex(joined, a => a.Location == "/");
        Assert.Equal(1, joined.Count(a => a.Location == "/"));
        Assert.All(joined.Where(a => a.Location is null), a => Assert.Equal(HttpStatusCode.OK, a.Status));
        PageClient guest = guests[winner];

        Assert.Equal("/account/email", (await guest.SubmitAsync("/account/email", new Dictionary<string, string> { ["Input.Email"] = "moved@example.test" })).Location);
        Assert.Equal("/account", (await guest.SubmitAsync(await LinkAsync("moved@example.test", "/account/email/confirm"), Nothing)).Location);
        Assert.Equal("/account", (await guest.SubmitAsync("/account/name", new Dictionary<string, string> { ["Input.Name"] = "settled" })).Location);
        Assert.Equal("/profiles/settled", (await guest.GetAsync($"/profiles/guest{winner}")).Location);
        Assert.Contains("Changed the user name", (await guest.GetAsync("/account/security-log?q=renamed&kind=account")).MainText, StringComparison.Ordinal);

        string id = Assert.Single(await _gallery.RowsAsync<string>("SELECT public_id FROM principals WHERE lower_name = 'settled'"));
        Assert.NotNull((await admin.SubmitAsync("/admin/users/" + id, new Dictionary<string, string> { ["Input.Reason"] = "a test" })).Location);
        Assert.Null(await WhoAsync(guest));
        Assert.NotNull((await admin.SubmitAsync("/admin/users/" + id, Nothing, "handler=Unlock")).Location);

        string undo = await LinkAsync($"guest{winner}@example.test", "/account/email/undo");
        PageAnswer undone = await guest.SubmitAsync(undo, Nothing);
        Assert.StartsWith("/account/reset?token=", undone.Location, StringComparison.Ordinal);
        Assert.Equal("/users/account/LogOn", (await guest.SubmitAsync(undone.Location!, new Dictionary<string, string> { ["Input.Password"] = Password })).Location);
        Assert.Equal("/", (await SignInAsync(guest, "settled")).Location);
        Assert.Equal("/", (await guest.SubmitAsync("/account/delete", new Dictionary<string, string> { ["Input.Name"] = "settled" })).Location);
        Assert.Equal(HttpStatusCode.NotFound, (await guest.GetAsync("/profiles/settled")).Status);
        await guest.SubmitAsync("/account/forgot", new Dictionary<string, string> { ["Input.Email"] = "grace@example.test" });
        await LinkAsync("grace@example.test", "/account/reset");
        foreach (PageClient one in guests)
        {
            one.Dispose();
        }
    }

    [Fact]
    public async Task Of_two_owners_who_go_at_once_one_stays()
    {
        for (int round = 0; round < 5; round++)
        {
            Account[] owners = [await AddAsync($"anna{round}"), await AddAsync($"otto{round}")];
            string id = $"Shared.{round}";
            string key = await _gallery.KeyAsync(owners[0].PrincipalId, ["push"], ["*"]);
            using HttpResponseMessage pushed = await _gallery.PushAsync(key, new PackageBuilder(id).Build());
            Assert.Equal(HttpStatusCode.Created, pushed.StatusCode);
            await _gallery.ExecuteAsync("INSERT INTO package_owners (package_id, principal_id, since) SELECT id, @owner, 1 FROM packages WHERE display_id = @id",
                new { owner = owners[1].PrincipalId, id });
            PageClient[] browsers = await Task.WhenAll(owners.Select(o => SignedInAsync(o.Name)));
            PageAnswer[] answers = await Task.WhenAll(browsers.Select((b, i) =>
                b.SubmitAsync("/account/delete", new Dictionary<string, string> { ["Input.Name"] = owners[i].Name })));
            Assert.Equal(1, answers.Count(a => a.Location == "/"));
            Assert.Equal([1L], await _gallery.RowsAsync<long>(
                "SELECT count(*) FROM package_owners o JOIN packages p ON p.id = o.package_id WHERE p.display_id = @id", new { id }));
            foreach (PageClient browser in browsers)
            {
                browser.Dispose();
            }
        }
    }

    private async Task<Account> AddAsync(string name, bool isAdmin = false) => (await _gallery.Get<CreateAccount>().RunAsync(
        new NewAccount(name, $"{name}@example.test", Password) { IsConfirmed = true, IsAdmin = isAdmin }, Actor.CommandLine)).Account!;

    private async Task<PageClient> SignedInAsync(string name)
    {
        PageClient visitor = new(_gallery.Server.Address);
        Assert.Equal("/", (await SignInAsync(visitor, name)).Location);
        return visitor;
    }

    private async Task<string> LinkAsync(string email, string path) => (await _gallery.Server.Mail.WaitForAsync(
        m => m.To == email && m.Text.Contains(path + "?", StringComparison.Ordinal))).Link(path).PathAndQuery;
}

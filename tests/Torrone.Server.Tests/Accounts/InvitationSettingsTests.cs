using System.Globalization;
using System.Text.RegularExpressions;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>Invitations where a mail server can confirm addresses, and where nobody may join.</summary>
public sealed partial class InvitationSettingsTests
{
    [Fact]
    public async Task With_a_mail_server_an_address_of_ones_own_is_confirmed_and_a_known_one_looks_the_same()
    {
        await using SmtpListener mail = SmtpListener.Start(FreePort.Next());
        await using Gallery gallery = await StartAsync(new Dictionary<string, string?>
        {
            ["Torrone__Smtp__Host"] = "localhost",
            ["Torrone__Smtp__Port"] = mail.Port.ToString(CultureInfo.InvariantCulture),
            ["Torrone__Smtp__StartTls"] = "false",
        });
        using PageClient admin = await AdminAsync(gallery);
        (string one, string two) = (await InviteAsync(admin), await InviteAsync(admin));
        using PageClient fresh = new(gallery.Server.Address);
        using PageClient known = new(gallery.Server.Address);
        PageAnswer joined = await AcceptAsync(fresh, one, "fresh", "fresh@example.test");
        PageAnswer refused = await AcceptAsync(known, two, "known", "ADA@example.test");
        Assert.Equal((joined.Status, "/account/sent/confirm", joined.Html), (refused.Status, refused.Location, refused.Html));
        Assert.Equal([0L], await gallery.RowsAsync<long>("SELECT count(*) FROM principals WHERE lower_name = 'known'"));
        Assert.NotEqual("", (await SignInAsync(fresh, "fresh")).Errors);

        string letter = await LetterAsync(mail, "fresh@example.test");
        string token = Token().Match(letter.Replace("=\n", "", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal)).Groups[1].Value;
        Assert.Equal("/users/account/LogOn", (await fresh.SubmitAsync("/account/confirm?token=" + token, Nothing)).Location);
        Assert.Equal("/", (await SignInAsync(fresh, "fresh")).Location);
        Assert.DoesNotContain("token", await LetterAsync(mail, "ada@example.test"), StringComparison.Ordinal);
        // Both links are taken, and the name that was asked for is not free either.
        Assert.Contains("used already", (await known.FollowAsync(two)).MainText, StringComparison.Ordinal);
        string third = await InviteAsync(admin);
        Assert.Contains("taken", (await AcceptAsync(known, third, "known", "other@example.test")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_may_join_nobody_is_invited_and_an_older_link_is_dead()
    {
        await using Gallery gallery = await StartAsync(new Dictionary<string, string?> { ["Torrone__Accounts__Registration"] = "closed" });
        using PageClient admin = await AdminAsync(gallery);
        PageAnswer page = await admin.GetAsync("/admin/invitations");
        Assert.Contains("takes no new accounts", page.MainText, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("[name='Input.Email']"));
        string token = (await admin.GetAsync("/account")).Document.QuerySelector("input[name='__RequestVerificationToken']")!.GetAttribute("value")!;
        PageAnswer refused = await admin.PostAsync("/admin/invitations?handler=Invite", new Dictionary<string, string> { ["__RequestVerificationToken"] = token });
        Assert.Contains("cannot be created here", refused.Errors, StringComparison.Ordinal);
        await gallery.ExecuteAsync(
            """
            INSERT INTO invitations (public_id, token_hash, invited_by, created_at, expires_at)
            SELECT 'older', @hash, principal_id, 1, 9000000000000 FROM users WHERE is_admin = 1
            """, new { hash = System.Security.Cryptography.SHA256.HashData("older"u8) });
        using PageClient visitor = new(gallery.Server.Address);
        Assert.Contains("used already", (await visitor.FollowAsync("/account/invitation?token=older")).MainText, StringComparison.Ordinal);
    }

    private static Task<Gallery> StartAsync(Dictionary<string, string?> settings)
    {
        settings["Torrone__Limits__SignInsPerTenMinutes"] = "0";
        return Gallery.StartAsync(settings);
    }

    private static async Task<PageClient> AdminAsync(Gallery gallery)
    {
        (await gallery.Server.CommandAsync(["users", "add", "ada", "--email", "ada@example.test", "--admin", "--password-stdin"], Password)).Succeeded();
        PageClient admin = new(gallery.Server.Address);
        Assert.Equal("/", (await SignInAsync(admin, "ada")).Location);
        return admin;
    }

    private static async Task<string> InviteAsync(PageClient admin)
    {
        PageAnswer made = await admin.SubmitAsync("/admin/invitations", new Dictionary<string, string> { ["Input.Email"] = "", ["Input.Days"] = "30" });
        return new Uri(made.Document.QuerySelector("main .code code")!.TextContent).PathAndQuery;
    }

    private static Task<PageAnswer> AcceptAsync(PageClient visitor, string link, string name, string email) => visitor.SubmitAsync(
        link, new Dictionary<string, string> { ["Input.Name"] = name, ["Input.Email"] = email, ["Input.Password"] = Password });

    private static async Task<string> LetterAsync(SmtpListener mail, string to)
    {
        for (int i = 0; i < 600; i++)
        {
            if (mail.Letters.FirstOrDefault(l => l.Recipient == to).Data is { } letter)
            {
                return letter;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException($"No letter came to {to}.");
    }

    [GeneratedRegex(@"/account/confirm\?token=([A-Za-z0-9_-]{43})")]
    private static partial Regex Token();
}

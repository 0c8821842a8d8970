using System.Net;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>The language of an account: its letters, and its pages after a sign-in anywhere. The made-up language stands for any other.</summary>
public sealed class LanguageTests
{
    [Fact]
    public async Task Letters_and_pages_follow_the_choice()
    {
        await using Gallery gallery = await Gallery.StartAsync(new Dictionary<string, string?>
        {
            ["Torrone__PseudoLanguage"] = "true", ["Torrone__Limits__SignInsPerTenMinutes"] = "0",
        });
        (await gallery.Server.CommandAsync(["users", "add", "ada", "--email", "ada@example.test", "--admin", "--password-stdin"], Password)).Succeeded();
        using PageClient visitor = new(gallery.Server.Address);
        Assert.Equal("/", (await SignInAsync(visitor, "ada")).Location);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.SubmitAsync("/account", new Dictionary<string, string> { ["language"] = "tlh" }, "handler=Language")).Status);
        Assert.Equal("/account", (await visitor.SubmitAsync("/account", new Dictionary<string, string> { ["language"] = "qps-Ploc" }, "handler=Language")).Location);
        Assert.StartsWith("⟦", (await visitor.GetAsync("/account")).Document.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["qps-Ploc"], await gallery.RowsAsync<string>("SELECT language FROM users WHERE lower_email = 'ada@example.test'"));

        // A stranger who reads English asks; the letter is for its reader.
        using PageClient stranger = new(gallery.Server.Address);
        await stranger.SubmitAsync("/account/forgot", new Dictionary<string, string> { ["Input.Email"] = "ada@example.test" });
        ReceivedMail letter = await gallery.Server.Mail.WaitForAsync(m => m.To == "ada@example.test");
        Assert.StartsWith("⟦", letter.Subject, StringComparison.Ordinal);
        Assert.Contains("lang=\"qps-Ploc\"", letter.Html, StringComparison.OrdinalIgnoreCase);

        Assert.Equal("/", (await SignInAsync(stranger, "ada")).Location);
        Assert.StartsWith("⟦", (await stranger.GetAsync("/account")).Document.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);

        // Who registers gets letters in the language of the pages they read.
        using PageClient newcomer = new(gallery.Server.Address);
        await newcomer.SubmitAsync("/account/register?culture=qps-Ploc", new Dictionary<string, string>
        {
            ["Input.Name"] = "newcomer", ["Input.Email"] = "newcomer@example.test", ["Input.Password"] = Password,
        });
        Assert.Equal(["qps-Ploc"], await gallery.RowsAsync<string>("SELECT language FROM users WHERE lower_email = 'newcomer@example.test'"));
    }
}

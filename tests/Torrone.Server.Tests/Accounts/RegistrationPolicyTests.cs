using System.Net;
using Torrone.Server.Accounts;
using Torrone.Server.Settings;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>Who may register, by the settings and by where the server listens.</summary>
public sealed class RegistrationPolicyTests
{
    [Theory]
    [InlineData("http://localhost:5080", "", "", "", RegistrationMode.Open)]
    [InlineData("http://127.0.0.1:5080 https://[::1]:5081", "", "", "", RegistrationMode.Open)]
    [InlineData("http://localhost:5080 http://0.0.0.0:80", "", "", "", RegistrationMode.Invitation)]
    [InlineData("http://[::]:5080", "", "", "", RegistrationMode.Invitation)]
    [InlineData("http://*:5080", "", "", "", RegistrationMode.Invitation)]
    [InlineData("http://192.0.2.1:5080", "", "", "", RegistrationMode.Invitation)]
    [InlineData("http://localhost.example:5080", "", "", "", RegistrationMode.Invitation)]
    [InlineData("", "", "", "", RegistrationMode.Invitation)]
    [InlineData("http://localhost:5080", "https://gallery.example", "", "", RegistrationMode.Invitation)]
    [InlineData("http://localhost:5080", "", "10.0.0.1", "", RegistrationMode.Invitation)]
    [InlineData("http://0.0.0.0:80", "https://gallery.example", "10.0.0.1", "open", RegistrationMode.Open)]
    [InlineData("http://localhost:5080", "", "", "invitation", RegistrationMode.Invitation)]
    [InlineData("http://localhost:5080", "", "", "closed", RegistrationMode.Closed)]
    public void Open_while_on_loopback_alone_unless_the_setting_says(string addresses, string publicUrl, string proxy, string setting, RegistrationMode expected)
    {
        TorroneSettings settings = new() { PublicUrl = publicUrl, Proxies = proxy.Length > 0 ? [proxy] : [] };
        settings.Accounts.Registration = setting;
        using Listening server = new(addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(expected, new RegistrationPolicy(settings, server).Mode);
    }

    [Theory]
    [InlineData("invitation", "an administrator creates the accounts")]
    [InlineData("closed", "takes no new accounts")]
    public async Task The_form_is_closed_and_so_is_what_is_behind_it(string setting, string sentence)
    {
        await using ServerProcess server = await ServerProcess.StartAsync(new Dictionary<string, string?> { ["Torrone__Accounts__Registration"] = setting });
        (await server.CommandAsync(["users", "add", "ada", "--email", "ada@example.test", "--admin", "--password-stdin"], Password)).Succeeded();
        using PageClient visitor = new(server.Address);
        PageAnswer page = await visitor.GetAsync("/account/register");
        Assert.Null(page.Document.QuerySelector("main form"));
        Assert.Contains(sentence, page.MainText, StringComparison.Ordinal);
        string token = (await visitor.GetAsync("/users/account/LogOn")).Document.QuerySelector("input[name='__RequestVerificationToken']")!.GetAttribute("value")!;
        PageAnswer refused = await visitor.PostAsync("/account/register", new Dictionary<string, string>
        {
            ["Input.Name"] = "bob", ["Input.Email"] = "bob@example.test", ["Input.Password"] = Password, ["__RequestVerificationToken"] = token,
        });
        Assert.Equal(HttpStatusCode.OK, refused.Status);
        Assert.Contains(sentence, refused.MainText, StringComparison.Ordinal);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Empty(server.Mail.All());
    }
}

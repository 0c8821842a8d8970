using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Accounts.Outside;

/// <summary>A gallery that knows a provider by OpenID Connect and the same machine as a GitHub.</summary>
public sealed class OutsideGallery : IAsyncLifetime
{
    public const string Return = "/account/outside";

    public OidcProvider Provider { get; private set; } = null!;

    public Gallery Gallery { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Provider = await OidcProvider.StartAsync();
        Dictionary<string, string?> settings = new() { ["Torrone__Limits__SignInsPerTenMinutes"] = "0" };
        foreach ((string name, string? value) in Provider.Settings("contoso").Concat(Provider.Settings("hub", "github")))
        {
            settings[name] = value;
        }

        settings["Torrone__SignIn__contoso__Organizations__developers"] = "crew";
        settings["Torrone__SignIn__contoso__Organizations__leads"] = "crew:admin";
        Gallery = await Gallery.StartAsync(settings);
    }

    public async ValueTask DisposeAsync()
    {
        await Gallery.DisposeAsync();
        await Provider.DisposeAsync();
    }

    /// <summary>A person whose identity at the provider is the name.</summary>
    public async Task<Account> AddAsync(string name, bool withPassword = true) => (await Gallery.Get<CreateAccount>().RunAsync(
        new NewAccount(name, $"{name}@example.test", withPassword ? AccountGallery.Password : null) { IsConfirmed = true }, Actor.CommandLine)).Account!;

    public PageClient Visitor() => new(Gallery.Server.Address);

    public async Task<PageClient> SignedInAsync(string name)
    {
        PageClient browser = Visitor();
        Assert.Equal("/", (await AccountGallery.SignInAsync(browser, name)).Location);
        return browser;
    }

    /// <summary>To the provider as a subject, and back to the page that acts on it.</summary>
    public async Task<PageAnswer> ComeAsync(PageClient browser, string subject, string provider = "contoso", string query = "", params string[] groups)
    {
        (Provider.Subject, Provider.Email, Provider.Groups) = (subject, subject + "@example.test", groups);
        return await browser.FollowAsync($"/account/outside/{provider}{query}");
    }

    /// <summary>Comes, and links.</summary>
    public async Task LinkAsync(PageClient browser, string subject, string provider = "contoso", params string[] groups)
    {
        PageAnswer asked = await ComeAsync(browser, subject, provider, "", groups);
        Assert.True(asked.MainText.Contains("Link this provider?", StringComparison.Ordinal), $"{asked.MainText}\n{Gallery.Server.Output}");
        Assert.Equal("/account/sign-in-methods", (await browser.SubmitAsync(asked, Return, AccountGallery.Nothing)).Location);
    }

    /// <summary>Linked, and then with nothing but the link to sign in by.</summary>
    public async Task<PageClient> OnlyOutsideAsync(string name)
    {
        await AddAsync(name);
        PageClient browser = await SignedInAsync(name);
        await LinkAsync(browser, name);
        await Gallery.ExecuteAsync("UPDATE users SET password_hash = NULL WHERE lower_email = @email", new { email = name + "@example.test" });
        return browser;
    }

    public Task<List<string>> AuditAsync(string name) => Gallery.RowsAsync<string>(
        "SELECT a.action FROM audit a JOIN principals p ON p.id = a.concerns_id WHERE p.lower_name = @name ORDER BY a.id", new { name });
}

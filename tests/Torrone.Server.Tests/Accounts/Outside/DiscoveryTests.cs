using Microsoft.Extensions.Configuration;
using Torrone.Server.Accounts.Outside;
using Torrone.Server.Settings;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Accounts.Outside;

/// <summary>The discovery document, and the settings that name a provider.</summary>
public sealed class DiscoveryTests
{
    [Fact]
    public async Task Another_issuer_than_the_one_asked_for_is_not_believed()
    {
        await using OidcProvider provider = await OidcProvider.StartAsync();
        using HttpClient client = new();
        Discovery discovery = new(TimeProvider.System);
        SignInSettings settings = new() { Authority = provider.Issuer };
        provider.SaysIssuer = "https://somebody.example";
        await Assert.ThrowsAsync<OutsideException>(() => discovery.OfAsync(settings, client, TestContext.Current.CancellationToken));
        provider.SaysIssuer = null;
        ProviderEndpoints found = await discovery.OfAsync(settings, client, TestContext.Current.CancellationToken);
        Assert.Equal(provider.Issuer + "/userinfo", found.UserInfo);
    }

    [Fact]
    public async Task A_provider_that_is_away_is_asked_again()
    {
        using HttpClient client = new();
        Discovery discovery = new(TimeProvider.System);
        string issuer;
        await using (OidcProvider provider = await OidcProvider.StartAsync())
        {
            issuer = provider.Issuer;
        }

        await Assert.ThrowsAsync<OutsideException>(() => discovery.OfAsync(new SignInSettings { Authority = issuer }, client, TestContext.Current.CancellationToken));
        Assert.Equal("https://api.github.com/user", (await discovery.OfAsync(
            new SignInSettings { Kind = "github" }, client, TestContext.Current.CancellationToken)).UserInfo);
    }

    [Theory]
    [InlineData("contoso", "Authority", "http://login.example")]
    [InlineData("contoso", "Authority", "login.example")]
    [InlineData("contoso", "Authority", "https://login.example/?x=1")]
    [InlineData("contoso", "Kind", "saml")]
    [InlineData("contoso", "ClientId", "")]
    [InlineData("Con toso", "Title", "x")]
    [InlineData("con/toso", "Title", "x")]
    public void A_provider_that_cannot_work_keeps_the_server_from_starting(string name, string setting, string value)
    {
        Dictionary<string, string?> good = new()
        {
            ["Authority"] = "https://login.example", ["ClientId"] = "id", ["ClientSecret"] = "the secret",
        };
        Assert.Single(From("contoso", good).SignIn);
        good[setting] = value;
        InvalidSettingException refused = Assert.Throws<InvalidSettingException>(() => From(name, good));
        Assert.Contains("SignIn__" + name, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("the secret", refused.Message, StringComparison.Ordinal);
    }

    private static TorroneSettings From(string name, Dictionary<string, string?> values) => TorroneSettings.From(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create($"Torrone:SignIn:{name}:{v.Key}", v.Value))).Build());
}

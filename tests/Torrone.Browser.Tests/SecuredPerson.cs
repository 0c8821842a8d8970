using Microsoft.Playwright;
using Torrone.Testing;

namespace Torrone.Browser.Tests;

/// <summary>A person with an authenticator app, a passkey and recovery codes, for the pages that only such a person sees.</summary>
/// <param name="Cookies">Signed in.</param>
/// <param name="HalfwayCookies">The password was right, the second step is awaited: for ten minutes.</param>
/// <param name="PasskeyId">As its page's address names it.</param>
internal sealed record SecuredPerson(string Cookies, string HalfwayCookies, string PasskeyId)
{
    private const string Name = "sicura";

    public static async Task<SecuredPerson> MakeAsync(FilledGallery gallery)
    {
        await gallery.Server.AddUserAsync(Name);
        await using Visit visit = await gallery.VisitAsync();
        await VirtualAuthenticator.AddAsync(visit.Page);
        await visit.SignInAsync(Name);
        await EnrolAsync(visit);
        string passkey = await AddPasskeyAsync(visit);
        return new SecuredPerson(await visit.CookiesAsync(), await HalfwayAsync(gallery), passkey);
    }

    private static async Task EnrolAsync(Visit visit)
    {
        await visit.GoAsync("/account/sign-in-methods/authenticator");
        AuthenticatorApp app = new(await visit.Page.GetByRole(AriaRole.Group, new() { Name = "Secret for the app" }).InnerTextAsync());
        await visit.Page.GetByLabel("The code that the app shows now").FillAsync(app.Now);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "I have stored them" }).ClickAsync();
    }

    private static async Task<string> AddPasskeyAsync(Visit visit)
    {
        await visit.GoAsync("/account/sign-in-methods/passkeys/new");
        await visit.Page.GetByLabel("Name").FillAsync("Averylongnameofapasskeywithoutanyblankthatmustwrapsomewhere");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add the passkey" }).ClickAsync();
        string? address = await visit.Page.Locator("table a[href*='/passkeys/']").First.GetAttributeAsync("href");
        return address!.Split('/')[^1];
    }

    private static async Task<string> HalfwayAsync(FilledGallery gallery)
    {
        await using Visit visit = await gallery.VisitAsync();
        await visit.GoAsync("/users/account/LogOn");
        await visit.Page.GetByLabel("User name or e-mail address").FillAsync(Name);
        await visit.Page.GetByLabel("Password").FillAsync(Gallery.Password);
        await visit.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Confirm the sign-in" })).ToBeVisibleAsync();
        return await visit.CookiesAsync();
    }
}

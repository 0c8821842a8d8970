using System.Text.RegularExpressions;
using Torrone.Testing;
using Xunit;

namespace Torrone.Browser.Tests;

/// <summary>Every page there is. A page that is added without a line here fails <see cref="PageListTests"/>.</summary>
public static partial class Pages
{
    private static readonly string[] OfStrangers =
    [
        "/", "/packages", "/packages?q=contoso", "/packages?q=zzznothing", "/packages/Contoso.Json", "/packages/Contoso.Json/1.0.0",
        "/packages/Contoso.Json/2.29.0/dependencies", "/packages/Contoso.Json/2.29.0/versions",
        "/packages/Contoso.Json/1.0.0/report", "/packages/Contoso.Text", "/packages/Fabrikam.A.Rather.Long.Id.That.Has.To.Wrap.Somewhere.On.A.Small.Screen.Because.It.Has.No.Blank",
        "/users/account/LogOn", "/account/outside", "/account/register", "/account/forgot", "/account/confirm/resend", "/account/sent/confirm", "/account/sent/reset", "/account/confirm?token=nonsense",
        "/account/reset?token=nonsense", "/account/email/confirm?token=nonsense", "/account/email/undo?token=nonsense", "/account/invitation?token=nonsense",
        "/setup?token=nonsense", "/profiles/marcella", "/account/organizations/invitation?token=nonsense", "/no/such/page", "/packages/No.Such.Package",
    ];

    private static readonly string[] OfPublishers =
    [
        "/account", "/account/sessions", "/account/security-log", "/account/security-log?kind=signin&q=zzz", "/account/name", "/account/email", "/account/delete",
        "/account/apikeys", "/account/apikeys/create", "/account/apikeys/create?preset=ci", "/account/apikeys/create?preset=first",
        "/account/apikeys?state=active&q=test", "/account/apikeys?q=nothing", "/account/apikeys/{key}", "/account/apikeys/{key}?id=Contoso.Json&version=9.0.0",
        "/account/apikeys/{key}/edit", "/account/apikeys/{key}/regenerate", "/account/apikeys/{key}/delete", "/account/apikeys/revoke?key={key}",
        "/account/apikeys/{rotating}", "/account/apikeys/{rotating}?id=Contoso.Json", "/account/apikeys/{rotating}/end-old", "/account/apikeys/{frozen}",
        "/account/apikeys/{frozen}/release", "/account/packages", "/account/packages/Contoso.Json", "/account/packages/Contoso.Json?unlist=2.29.0",
        "/packages/upload", "/packages/upload/{upload}", "/account/signout", "/account/organizations", "/account/organizations/create", "/account/organizations/invitation?token={invitation}",
        "/organization/contoso-team", "/organization/contoso-team/members", "/organization/contoso-team/members?remove={member}", "/organization/contoso-team/keys",
        "/organization/contoso-team/keys?q=nothing", "/organization/contoso-team/policies", "/organization/contoso-team/log", "/organization/contoso-team/settings",
        "/account/owners", "/account/organizations/transform", "/account/organizations/transform/confirm?token=nonsense", "/account/prefixes", "/account/packages/Contoso.Json/owners",
        "/account/packages/Contoso.Json/deprecate", "/account/packages/Contoso.Json/deprecate?version=1.0.0",
    ];

    private static readonly string[] OfSecured =
    [
        "/account/sign-in-methods", "/account/sign-in-methods/authenticator", "/account/sign-in-methods/authenticator/remove",
        "/account/sign-in-methods/recovery-codes", "/account/sign-in-methods/passkeys/new", "/account/sign-in-methods/passkeys/{passkey}",
        "/account/sign-in-methods/outside/end",
    ];

    private static readonly string[] OfHalfway = ["/account/second-step", "/account/second-step?recovery=true"];

    private static readonly string[] OfAdministrators =
    [
        "/admin", "/admin/users", "/admin/users/{person}", "/admin/invitations", "/admin/prefixes", "/admin/keys", "/admin/packages",
        "/admin/packages/Contoso.Text/1.0.0/delete", "/admin/reports", "/admin/reports?closed=true",
        "/admin/advisories", "/admin/advisories/GHSA-cont-oso0-json", "/admin/advisories/import/{draft}", "/admin/audit", "/admin/mail", "/admin/policies",
    ];

    /// <summary>Address, and who looks: "stranger", "publisher", "administrator", "secured" (with every second factor) or "halfway" (after the first step of a sign-in).</summary>
    public static TheoryData<string, string> All()
    {
        TheoryData<string, string> all = [];
        foreach ((string[] pages, string who) in ((string[], string)[])[(OfStrangers, "stranger"), (OfPublishers, "publisher"), (OfAdministrators, "administrator"),
            (OfSecured, "secured"), (OfHalfway, "halfway")])
        {
            foreach (string page in pages)
            {
                all.Add(page, who);
            }
        }

        return all;
    }

    public static VisitOptions Of(FilledGallery gallery, string who) => new()
    {
        SignedIn = who switch { "publisher" => gallery.PublisherCookies, "administrator" => gallery.AdministratorCookies,
            "secured" => gallery.Secured.Cookies, "halfway" => gallery.Secured.HalfwayCookies, _ => null },
    };

    /// <summary>The address with the ids of this gallery put in.</summary>
    public static string Address(FilledGallery gallery, string page) => page
        .Replace("{key}", gallery.KeyId, StringComparison.Ordinal).Replace("{rotating}", gallery.RotatingKeyId, StringComparison.Ordinal)
        .Replace("{frozen}", gallery.FrozenKeyId, StringComparison.Ordinal).Replace("{upload}", gallery.UploadId, StringComparison.Ordinal)
        .Replace("{invitation}", gallery.InvitationToken, StringComparison.Ordinal).Replace("{member}", gallery.MemberId, StringComparison.Ordinal)
        .Replace("{draft}", gallery.DraftId, StringComparison.Ordinal)
        .Replace("{passkey}", gallery.Secured.PasskeyId, StringComparison.Ordinal)
        .Replace("{person}", gallery.PersonId, StringComparison.Ordinal);

    /// <summary>The route templates that the pages declare.</summary>
    public static IReadOnlyList<string> Declared() =>
        [.. Directory.EnumerateFiles(Repository.File("src", "Torrone.Server", "Web", "Pages"), "*.cshtml", SearchOption.AllDirectories)
            .Select(f => PageDirective().Match(File.ReadAllText(f))).Where(m => m.Success).Select(m => m.Groups[1].Value)];

    /// <summary>The addresses above as route templates would match them.</summary>
    public static bool IsListed(string template)
    {
        string pattern = Parameter().Replace(Regex.Escape(template.Trim('/')), m => m.Value.Contains('?', StringComparison.Ordinal) ? "[^/]*" : "[^/]+");
        Regex address = new($"^{pattern.Replace("/[^/]*", "(/[^/]*)?", StringComparison.Ordinal)}/?$", RegexOptions.IgnoreCase);
        return OfStrangers.Concat(OfPublishers).Concat(OfAdministrators).Concat(OfSecured).Concat(OfHalfway).Any(p => address.IsMatch(p.Split('?')[0].Trim('/')));
    }

    [GeneratedRegex("""^@page\s+"([^"]*)""", RegexOptions.Multiline)]
    private static partial Regex PageDirective();

    [GeneratedRegex(@"\\\{[^}]*}")]
    private static partial Regex Parameter();
}

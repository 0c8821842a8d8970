using AngleSharp.Dom;
using Microsoft.AspNetCore.Http;
using Torrone.Server.Accounts;
using Torrone.Server.ApiKeys;
using Torrone.Server.Data;
using Torrone.Server.Tests.Accounts;
using Torrone.Testing;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>The pages on API keys as a person without script uses them.</summary>
public static class KeyPages
{
    public const string List = "/account/apikeys";
    public const string Create = "/account/apikeys/create";

    /// <summary>The fields of a key that pushes Contoso.*.</summary>
    public static Dictionary<string, string> Fields(string name = "CI") => new()
    {
        ["Input.Name"] = name, ["Input.Push"] = "true", ["Input.OnlyVersions"] = "false", ["Input.Globs"] = "Contoso.*", ["Input.Expiry"] = "30",
    };

    /// <summary>The secret on a page that shows one; null on any other.</summary>
    public static string? Secret(this PageAnswer answer) => answer.Document.GetElementById("secret")?.TextContent;

    /// <summary>Everything that a form would send, as the page stands.</summary>
    public static Dictionary<string, string> Sent(PageAnswer page)
    {
        Dictionary<string, string> values = [];
        foreach (IElement input in page.Document.QuerySelectorAll("main form input[name]"))
        {
            if (input.GetAttribute("type") is not ("checkbox" or "radio") || input.HasAttribute("checked"))
            {
                values[input.GetAttribute("name")!] = input.GetAttribute("value") ?? "";
            }
        }

        return values;
    }

    /// <summary>A person of the test's own, signed in.</summary>
    public static async Task<(PageClient Browser, long Person)> ArriveAsync(this AccountGallery accounts, string name)
    {
        Account account = await accounts.AddAsync(name);
        return (await accounts.SignedInAsync(name), account.PrincipalId);
    }

    /// <summary>Makes a key through the form.</summary>
    public static async Task<(string Secret, string PublicId)> MakeAsync(this AccountGallery accounts, PageClient browser, string name = "CI")
    {
        PageAnswer answer = await browser.SubmitAsync(Create, Fields(name));
        string secret = answer.Secret() ?? throw new InvalidOperationException(answer.MainText);
        string id = (await accounts.Gallery.RowsAsync<string>(
            "SELECT k.public_id FROM api_keys k JOIN api_key_secrets s ON s.key_id = k.id WHERE s.hint = @hint", new { hint = secret[8..12] })).Single();
        return (secret, id);
    }

    /// <summary>The packages are the person's from now on.</summary>
    public static async Task OwnAsync(this AccountGallery accounts, long person, params string[] ids)
    {
        foreach (string id in ids)
        {
            await accounts.Gallery.ExecuteAsync(
                """
                INSERT INTO packages (feed_id, lower_id, display_id, created_at) VALUES (1, @lower, @id, 1);
                INSERT INTO package_owners (package_id, principal_id, since) SELECT id, @person, 1 FROM packages WHERE lower_id = @lower
                """, new { id, lower = id.ToLowerInvariant(), person });
        }
    }

    /// <summary>An organization that the person administers.</summary>
    public static async Task<long> OrganizationAsync(this AccountGallery accounts, long administrator, string name, int? maxKeyDays = null)
    {
        await accounts.Gallery.ExecuteAsync(
            """
            INSERT INTO principals (public_id, kind, name, lower_name, created_at) VALUES (@publicId, 1, @name, @lower, 1);
            INSERT INTO organizations (principal_id, max_key_days) SELECT id, @maxKeyDays FROM principals WHERE lower_name = @lower
            """, new { publicId = PublicId.New(), name, lower = name.ToLowerInvariant(), maxKeyDays });
        await accounts.JoinAsync(administrator, name, "admin");
        return (await accounts.Gallery.RowsAsync<long>("SELECT id FROM principals WHERE lower_name = @lower", new { lower = name.ToLowerInvariant() })).Single();
    }

    public static Task JoinAsync(this AccountGallery accounts, long person, string organization, string role) => accounts.Gallery.ExecuteAsync(
        """
        INSERT INTO memberships (organization_id, user_id, role, created_at) SELECT id, @person, @role, 1 FROM principals WHERE lower_name = @lower
        """, new { person, role, lower = organization.ToLowerInvariant() });

    /// <summary>The code of the gate's refusal; null when the key is let in.</summary>
    public static async Task<string?> CodeAsync(this AccountGallery accounts, string secret)
    {
        DefaultHttpContext context = new();
        context.Request.Headers[KeyGate.Header] = secret;
        return (await accounts.Gallery.Get<KeyGate>().AuthenticateAsync(context)).Refusal?.Code;
    }

    /// <summary>The person proved who it is more than half an hour ago.</summary>
    public static Task GrowStaleAsync(this AccountGallery accounts, long person) =>
        accounts.Gallery.ExecuteAsync("UPDATE sessions SET proved_at = proved_at - 1860000 WHERE user_id = @person", new { person });
}

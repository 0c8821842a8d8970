using System.Net;
using Torrone.Server.Tests.Accounts;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>/organization/{name}/keys, and making, seeing and ending an organization's keys.</summary>
public sealed class OrganizationKeysPageTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task Administrators_see_the_organizations_own_and_every_members_keys_and_nobody_else_does()
    {
        (PageClient admin, long adminId) = await accounts.ArriveAsync("magda");
        (PageClient member, long memberId) = await accounts.ArriveAsync("nadja");
        (PageClient stranger, _) = await accounts.ArriveAsync("olaf");
        await accounts.OrganizationAsync(adminId, "Magda-Team");
        await accounts.JoinAsync(memberId, "Magda-Team", "collaborator");
        await MakeForAsync(admin, "=Magda-Team", "its own");
        await MakeForAsync(member, "Magda-Team", "+nadjas");
        await accounts.MakeAsync(admin, "private");
        const string page = "/organization/Magda-Team/keys";

        Assert.Equal(["+nadjas", "its own"], Names(await admin.GetAsync(page)));
        Assert.Equal(["+nadjas"], Names(await admin.GetAsync(page + "?holder=nadja")));
        Assert.Equal(["its own"], Names(await admin.GetAsync(page + "?q=own")));
        Assert.Empty(Names(await admin.GetAsync(page + "?state=Revoked")));
        Assert.Contains("No key fits the filter", (await admin.GetAsync(page + "?state=Revoked")).MainText, StringComparison.Ordinal);

        PageAnswer others = await member.GetAsync(page);
        Assert.Empty(Names(others));
        Assert.Contains("Administrators see all keys", others.MainText, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await member.GetAsync(page + "?handler=Csv")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync(page)).Status);

        PageAnswer table = await admin.GetAsync(page + "?handler=Csv");
        Assert.StartsWith("text/csv", table.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains("\"'+nadjas\"", table.Html, StringComparison.Ordinal);
        Assert.Contains("\"its own\"", table.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("private", table.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_looks_at_a_members_key_and_revokes_it_and_can_do_nothing_else_to_it()
    {
        (PageClient admin, long adminId) = await accounts.ArriveAsync("petra");
        (PageClient member, long memberId) = await accounts.ArriveAsync("quirin");
        await accounts.OrganizationAsync(adminId, "Petra-Team");
        await accounts.JoinAsync(memberId, "Petra-Team", "collaborator");
        (string secret, string id) = await MakeForAsync(member, "Petra-Team", "quirins");
        string address = $"{KeyPages.List}/{id}";
        PageAnswer seen = await admin.GetAsync(address);
        Assert.Contains(seen.Document.QuerySelectorAll(".facts dd"), d => d.TextContent == "quirin");
        foreach (string act in (string[])["/edit", "/regenerate", "/end-old", "/release", "/delete"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync(address + act)).Status);
            Assert.DoesNotContain(address + act, seen.Html, StringComparison.Ordinal);
        }

        PageAnswer done = await admin.SubmitAsync("/account/apikeys/revoke?key=" + id, new Dictionary<string, string> { ["Reason"] = "left the team" });
        Assert.Equal("/organization/Petra-Team/keys", done.Location);
        Assert.Equal("key-revoked", await accounts.CodeAsync(secret));
        Assert.Contains("left the team", (await member.GetAsync(KeyPages.List)).MainText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_the_organization_itself_is_looked_after_by_its_administrators()
    {
        (PageClient maker, long makerId) = await accounts.ArriveAsync("rudi");
        (PageClient other, long otherId) = await accounts.ArriveAsync("selma");
        long organization = await accounts.OrganizationAsync(makerId, "Rudi-Team", maxKeyDays: 40);
        await accounts.JoinAsync(otherId, "Rudi-Team", "admin");
        (string secret, string id) = await MakeForAsync(maker, "=Rudi-Team", "CI");
        Assert.Equal([organization], await accounts.Gallery.RowsAsync<long>("SELECT principal_id FROM api_keys WHERE public_id = @id", new { id }));
        Assert.DoesNotContain("CI", Names(await maker.GetAsync(KeyPages.List)));
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync($"{KeyPages.List}/{id}/edit")).Status);
        string renewed = (await other.SubmitAsync($"{KeyPages.List}/{id}/regenerate", new Dictionary<string, string> { ["Keep"] = "false" })).Secret()!;
        Assert.NotNull(await accounts.CodeAsync(secret));
        Assert.Null(await accounts.CodeAsync(renewed));
        Assert.Equal("/organization/Rudi-Team/keys", (await other.SubmitAsync($"{KeyPages.List}/{id}/delete", Nothing)).Location);
        Assert.NotNull(await accounts.CodeAsync(renewed));
    }

    [Fact]
    public async Task The_form_opens_within_the_organizations_policy_and_an_over_policy_time_is_refused_with_the_rest_kept()
    {
        (PageClient browser, long person) = await accounts.ArriveAsync("theo");
        await accounts.OrganizationAsync(person, "Theo-Team", maxKeyDays: 40);
        PageAnswer form = await browser.GetAsync(KeyPages.Create + "?owner=Theo-Team");
        Dictionary<string, string> sent = KeyPages.Sent(form);
        Assert.Equal(("Theo-Team", "30"), (sent["Input.Owner"], sent["Input.Expiry"]));
        Assert.Contains("More than the 40 days that Theo-Team allows", form.MainText, StringComparison.Ordinal);

        Dictionary<string, string> fields = KeyPages.Fields("kept");
        fields["Input.Expiry"] = "90";
        PageAnswer refused = await browser.SubmitAsync(form, KeyPages.Create, fields);
        Assert.Null(refused.Secret());
        Assert.Contains("from 1 to 40 days", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(("kept", "Contoso.*", "Theo-Team"), (KeyPages.Sent(refused)["Input.Name"], KeyPages.Sent(refused)["Input.Globs"], KeyPages.Sent(refused)["Input.Owner"]));
    }

    private static IEnumerable<string> Names(PageAnswer page) => page.Document.QuerySelectorAll(".key-name a").Select(a => a.TextContent);

    private async Task<(string Secret, string PublicId)> MakeForAsync(PageClient browser, string owner, string name)
    {
        Dictionary<string, string> fields = KeyPages.Fields(name);
        fields["Input.Owner"] = owner;
        PageAnswer answer = await browser.SubmitAsync(KeyPages.Create, fields);
        string secret = answer.Secret() ?? throw new InvalidOperationException(answer.MainText);
        return (secret, (await accounts.Gallery.RowsAsync<string>(
            "SELECT k.public_id FROM api_keys k JOIN api_key_secrets s ON s.key_id = k.id WHERE s.hint = @hint", new { hint = secret[8..12] })).Single());
    }
}

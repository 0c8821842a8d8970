using System.Net;
using Torrone.Server.Tests.Accounts;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Packages.Delete;

/// <summary>A version that an administrator deletes is gone from everywhere, and its id and version are never free again.</summary>
public sealed class DeleteVersionTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    private Gallery Gallery => accounts.Gallery;

    [Fact]
    public async Task It_is_gone_from_everywhere_and_never_free_again()
    {
        (long person, string key) = await OwnerAsync("hugo");
        byte[] secret = new PackageBuilder("Hugo.Secret", "1.0.0").Description("almondmilk").Build();
        await PushAsync(key, secret);
        await PushAsync(key, new PackageBuilder("Hugo.Secret", "1.1.0").Description("harmless").Build());
        string[] gone =
        [
            "/v3-flatcontainer/hugo.secret/1.0.0/hugo.secret.1.0.0.nupkg", "/v3-flatcontainer/hugo.secret/1.0.0/hugo.secret.nuspec",
            "/v3/registration-gz-semver2/hugo.secret/1.0.0.json", "/packages/Hugo.Secret/1.0.0/readme",
        ];
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gone[0]));
        Assert.Equal(1, BlobFiles(secret));

        PageAnswer done = await DeleteAsync("hugo.secret", "1.0", "Hugo.Secret", "It held a password");
        Assert.Equal("/admin/packages", done.Location);

        foreach (string path in gone)
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(path));
        }

        Assert.DoesNotContain("1.0.0", await TextAsync("/v3-flatcontainer/hugo.secret/index.json"), StringComparison.Ordinal);
        Assert.Contains("1.1.0", await TextAsync("/v3-flatcontainer/hugo.secret/index.json"), StringComparison.Ordinal);
        Assert.Equal(0, BlobFiles(secret));
        foreach (byte[] again in (byte[][])[secret, new PackageBuilder("hugo.secret", "1.0.0.0").Description("another").Build()])
        {
            using HttpResponseMessage refused = await Gallery.PushAsync(key, again);
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        }

        Assert.Equal(0, BlobFiles(secret));
        Assert.Equal(["deleted It held a password 0"], await Gallery.RowsAsync<string>(
            "SELECT v.state || ' ' || v.deleted_reason || ' ' || instr(v.manifest, 'almondmilk') FROM versions v JOIN packages p ON p.id = v.package_id WHERE p.lower_id = 'hugo.secret' AND v.lower_version = '1.0.0'"));
        Assert.Equal([$"{AdminName} deleted Hugo.Secret 1.0.0: It held a password"], await Gallery.RowsAsync<string>(
            "SELECT p.lower_name || ' deleted ' || a.target_id || ': ' || a.after_value FROM audit a JOIN principals p ON p.id = a.actor_id WHERE a.action = 'version.deleted' AND a.concerns_id = @person", new { person }));
        Assert.Equal(["hugo.secret 1.0.0"], await Gallery.RowsAsync<string>(
            "SELECT package_lower_id || ' ' || lower_version FROM log WHERE type = 'version.deleted' AND package_lower_id = 'hugo.secret'"));
        ReceivedMail letter = await accounts.Mail.WaitForAsync(m => m.To == "hugo@example.test" && m.Subject.Contains("Hugo.Secret 1.0.0 was deleted", StringComparison.Ordinal));
        Assert.Contains("It held a password", letter.Text, StringComparison.Ordinal);
        // What the catalog said of it before leads nowhere near its words.
        foreach (long sequence in await Gallery.RowsAsync<long>("SELECT sequence FROM log WHERE package_lower_id = 'hugo.secret' AND lower_version = '1.0.0'"))
        {
            string leaf = await TextAsync($"/v3/catalog/data/{sequence}/hugo.secret.1.0.0.json");
            Assert.Contains("hugo.secret", leaf, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("almondmilk", leaf, StringComparison.Ordinal);
        }

        (await Gallery.Server.CommandAsync(["verify"])).Succeeded();
    }

    [Fact]
    public async Task A_package_whose_last_version_is_deleted_is_not_found_and_stays_its_owner_s()
    {
        (_, string key) = await OwnerAsync("ines");
        (_, string other) = await OwnerAsync("jaap");
        await PushAsync(key, new PackageBuilder("Ines.Only", "1.0.0").Build());
        while (!(await TextAsync("/v3/search?q=ines.only")).Contains("Ines.Only", StringComparison.Ordinal))
        {
            await Task.Delay(50, Now);
        }

        await DeleteAsync("Ines.Only", "1.0.0", "Ines.Only", "Unlawful");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/v3-flatcontainer/ines.only/index.json"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/packages/Ines.Only"));
        while ((await TextAsync("/v3/search?q=ines.only")).Contains("Ines.Only", StringComparison.Ordinal))
        {
            await Task.Delay(50, Now);
        }

        using HttpResponseMessage stranger = await Gallery.PushAsync(other, new PackageBuilder("Ines.Only", "2.0.0").Build());
        Assert.Equal(HttpStatusCode.Forbidden, stranger.StatusCode);
        await PushAsync(key, new PackageBuilder("Ines.Only", "2.0.0").Build());
        Assert.Contains("2.0.0", await TextAsync("/v3-flatcontainer/ines.only/index.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_reason_or_the_id_typed_nothing_goes()
    {
        (_, string key) = await OwnerAsync("kurt");
        await PushAsync(key, new PackageBuilder("Kurt.Kept", "1.0.0").Build());
        Assert.Contains("Say why", (await DeleteAsync("Kurt.Kept", "1.0.0", "Kurt.Kept", " ")).Errors, StringComparison.Ordinal);
        Assert.Contains("Type Kurt.Kept exactly", (await DeleteAsync("Kurt.Kept", "1.0.0", "Kurt.Other", "A reason")).Errors, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/v3-flatcontainer/kurt.kept/1.0.0/kurt.kept.1.0.0.nupkg"));
    }

    [Fact]
    public async Task A_proof_that_is_too_old_is_asked_for_again()
    {
        (_, string key) = await OwnerAsync("lena");
        await PushAsync(key, new PackageBuilder("Lena.Kept", "1.0.0").Build());
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        await Gallery.ExecuteAsync("UPDATE sessions SET proved_at = 1");
        PageAnswer page = await admin.GetAsync("/admin/packages/Lena.Kept/1.0.0/delete");
        Dictionary<string, string> fields = new() { ["Input.Reason"] = "A reason", ["Input.Typed"] = "Lena.Kept" };
        PageAnswer asked = await admin.SubmitAsync(page, page.Path, fields);
        Assert.Equal(HttpStatusCode.OK, asked.Status);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/v3-flatcontainer/lena.kept/1.0.0/lena.kept.1.0.0.nupkg"));
        fields["Proof.Password"] = Password;
        PageAnswer done = await admin.PostAsync(page.Path, KeyFields(asked, fields));
        Assert.Equal("/admin/packages", done.Location);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/v3-flatcontainer/lena.kept/1.0.0/lena.kept.1.0.0.nupkg"));
    }

    [Fact]
    public async Task Of_two_deletions_at_once_one_is_told_that_it_is_gone()
    {
        (_, string key) = await OwnerAsync("mara");
        await PushAsync(key, new PackageBuilder("Mara.Race", "1.0.0").Build());
        PageAnswer[] answers = await Task.WhenAll(DeleteAsync("Mara.Race", "1.0.0", "Mara.Race", "One"), DeleteAsync("Mara.Race", "1.0.0", "Mara.Race", "Two"));
        Assert.Single(answers, a => a.Location == "/admin/packages");
        Assert.Equal([1L], await Gallery.RowsAsync<long>("SELECT count(*) FROM log WHERE type = 'version.deleted' AND package_lower_id = 'mara.race'"));
    }

    private static Dictionary<string, string> KeyFields(PageAnswer page, Dictionary<string, string> fields) => new(fields)
    {
        ["__RequestVerificationToken"] = page.Document.QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!,
    };

    private async Task<PageAnswer> DeleteAsync(string id, string version, string typed, string reason)
    {
        using PageClient admin = await accounts.SignedInAsync(AdminName);
        PageAnswer page = await admin.FollowAsync($"/admin/packages?id={id}&version={version}");
        return page.Status == HttpStatusCode.OK && page.Path.EndsWith("/delete", StringComparison.Ordinal)
            ? await admin.SubmitAsync(page, page.Path, new Dictionary<string, string> { ["Input.Reason"] = reason, ["Input.Typed"] = typed })
            : page;
    }

    private async Task<(long Person, string Key)> OwnerAsync(string name)
    {
        long person = (await accounts.AddAsync(name)).PrincipalId;
        return (person, await Gallery.KeyAsync(person, ["push"], ["*"]));
    }

    private async Task PushAsync(string key, byte[] package)
    {
        using HttpResponseMessage pushed = await Gallery.PushAsync(key, package);
        Assert.Equal(HttpStatusCode.Created, pushed.StatusCode);
    }

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using HttpResponseMessage answer = await Gallery.GetAsync(path);
        return answer.StatusCode;
    }

    private async Task<string> TextAsync(string path)
    {
        using HttpResponseMessage answer = await Gallery.GetAsync(path);
        return await answer.Content.ReadAsStringAsync(Now);
    }

    private int BlobFiles(byte[] package)
    {
        string name = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(package));
        return Directory.EnumerateFiles(Path.Combine(Gallery.Server.DataFolder, "blobs"), "*", SearchOption.AllDirectories)
            .Count(f => Path.GetRelativePath(Gallery.Server.DataFolder, f).Replace(Path.DirectorySeparatorChar.ToString(), "", StringComparison.Ordinal).Contains(name, StringComparison.OrdinalIgnoreCase));
    }
}

using System.Net;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Mail;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Security;

/// <summary>What a stranger writes goes out as what it is, and opens nothing.</summary>
public sealed class UntrustedTextTests
{
    private const string Svg = """<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>""";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("icon.svg")]
    [InlineData("icon.png")]
    public async Task An_icon_that_is_svg_is_no_picture_whatever_its_name(string name)
    {
        await using Gallery gallery = await Gallery.StartAsync();
        string key = await gallery.KeyAsync(await gallery.PersonAsync("nougat"), ["push"], ["*"]);
        byte[] package = new PackageBuilder("Contoso.Svg").Metadata("icon", name).Entry(name, Svg).Build();
        using HttpResponseMessage pushed = await gallery.PushAsync(key, package);
        Assert.Equal(HttpStatusCode.BadRequest, pushed.StatusCode);
        Assert.Contains(name, pushed.ReasonPhrase, StringComparison.Ordinal);
        foreach (string path in (string[])["/packages/Contoso.Svg/1.0.0/icon", "/v3-flatcontainer/contoso.svg/1.0.0/icon"])
        {
            using HttpResponseMessage answer = await gallery.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain("script", await answer.Content.ReadAsStringAsync(Now), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/v3-flatcontainer/contoso.text/1.0.0/license")]
    [InlineData("/v3-flatcontainer/contoso.text/1.0.0/readme")]
    [InlineData("/v3-flatcontainer/contoso.text/1.0.0/icon")]
    [InlineData("/v3-flatcontainer/contoso.text/1.0.0/contoso.text.nuspec")]
    [InlineData("/v3-flatcontainer/contoso.text/1.0.0/contoso.text.1.0.0.nupkg")]
    [InlineData("/packages/Contoso.Text/1.0.0/license")]
    [InlineData("/packages/Contoso.Text/1.0.0/readme")]
    [InlineData("/packages/Contoso.Text/1.0.0/icon")]
    public async Task An_uploader_s_bytes_run_nowhere(string path)
    {
        await using Gallery gallery = await Gallery.StartAsync();
        string key = await gallery.KeyAsync(await gallery.PersonAsync("nougat"), ["push"], ["*"]);
        using HttpResponseMessage pushed = await gallery.PushAsync(
            key, new PackageBuilder("Contoso.Text").Readme("<script>alert(1)</script>").LicenseFile().Icon().Build());
        Assert.Equal(HttpStatusCode.Created, pushed.StatusCode);
        using HttpResponseMessage answer = await gallery.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("nosniff", string.Join(",", answer.Headers.GetValues("X-Content-Type-Options")));
        string policy = string.Join(",", answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("sandbox", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("html", answer.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
        Assert.DoesNotContain("svg", answer.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_break_in_a_name_makes_no_header_of_a_letter()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        Database database = gallery.Database;
        await database.WriteAsync(write => gallery.Get<Outbox>().EnqueueAsync(write, new OutgoingMail(
            "someone@example.test", "Key 'CI\r\nBcc: thief@example.test\r\n\r\n<b>' was made", "Text")), Now);
        // Queued beside the server, which looks for such letters now and then.
        string folder = Path.Combine(gallery.Server.DataFolder, "mail");
        while (!Directory.Exists(folder) || Directory.GetFiles(folder, "*.eml").Length == 0)
        {
            await Task.Delay(100, Now);
        }

        ReceivedMail letter = await gallery.Server.Mail.WaitForAsync(m => m.To == "someone@example.test");
        string raw = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder, "*.eml")), Now);
        Assert.DoesNotContain(raw.Split('\n'), line => line.StartsWith("Bcc:", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain('\n', letter.Subject);
    }

    [Theory]
    [InlineData("Contoso\r\nX-Evil: 1")]
    [InlineData("Contoso\nSet-Cookie: a=b")]
    [InlineData("K\u00e4se\u2028\u0000")]
    public async Task What_a_request_holds_makes_no_header_of_its_answer(string id)
    {
        await using Gallery gallery = await Gallery.StartAsync();
        string key = await gallery.KeyAsync(await gallery.PersonAsync("nougat"), ["push", "unlist"], ["Other.*"]);
        using HttpResponseMessage answer = await gallery.UnlistAsync(key, Uri.EscapeDataString(id), "1.0.0");
        Assert.InRange((int)answer.StatusCode, 400, 499);
        Assert.False(answer.Headers.Contains("X-Evil"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.All(answer.ReasonPhrase!, c => Assert.InRange(c, ' ', '~'));
    }

    [Fact]
    public async Task A_client_s_name_of_any_length_fits_the_audit_log()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        await gallery.Database.WriteAsync(write => gallery.Get<AuditLog>().WriteAsync(
            write, new AuditEntry("test.act", new Actor(null, null) { UserAgent = new string('x', 100_000) })), Now);
        Assert.Equal([256L], await gallery.RowsAsync<long>("SELECT length(user_agent) FROM audit WHERE action = 'test.act'"));
    }
}

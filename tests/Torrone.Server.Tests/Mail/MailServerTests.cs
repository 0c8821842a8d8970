using System.Security.Cryptography.X509Certificates;
using Torrone.Server.Tests.Accounts;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Mail;

/// <summary>The whole server and a mail server: over an encrypted line, and with nothing lost while either of them is down.</summary>
public sealed class MailServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Letters_go_over_an_encrypted_line_to_a_server_whose_certificate_is_trusted()
    {
        using X509Certificate2 certificate = TestCertificate.Make();
        await File.WriteAllTextAsync(_folder.Under("root.pem"), certificate.ExportCertificatePem(), Now);
        await using SmtpListener mail = SmtpListener.Start(FreePort.Next(), certificate);
        await using Gallery gallery = await Gallery.StartAsync(Settings(mail.Port, startTls: true, root: _folder.Under("root.pem")));
        await RegisterAsync(gallery, "ada");
        await UntilAsync(gallery, () => !mail.Letters.IsEmpty);
        Assert.Equal(["ada@example.test"], mail.Letters.Select(l => l.Recipient));
        Assert.Equal(1, mail.Encrypted);
        Assert.Contains("multipart/alternative", mail.Letters.Single().Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_goes_to_a_server_whose_certificate_nobody_trusts()
    {
        using X509Certificate2 certificate = TestCertificate.Make();
        await using SmtpListener mail = SmtpListener.Start(FreePort.Next(), certificate);
        await using Gallery gallery = await Gallery.StartAsync(Settings(mail.Port, startTls: true, root: null));
        await RegisterAsync(gallery, "ada");
        await UntilAsync(gallery, async () => (await gallery.RowsAsync<long>(
            "SELECT count(*) FROM mail_outbox WHERE last_error IS NOT NULL AND sent_at IS NULL"))[0] == 1);
        Assert.Empty(mail.Letters);
    }

    [Fact]
    public async Task A_server_that_is_killed_while_the_mail_server_is_down_loses_no_letter()
    {
        int port = FreePort.Next();
        string[] names = [.. Enumerable.Range(0, 6).Select(i => $"person{i}")];
        await using Gallery gallery = await Gallery.StartAsync(Settings(port, startTls: false, root: null));
        foreach (string name in names[..4])
        {
            await RegisterAsync(gallery, name);
        }

        await UntilAsync(gallery, async () => (await gallery.RowsAsync<long>("SELECT count(*) FROM mail_outbox WHERE attempts > 0"))[0] > 0);
        foreach (string name in names[4..])
        {
            await RegisterAsync(gallery, name);
        }

        // Asked for by a stranger a moment before the end, and so perhaps not even written yet.
        using (PageClient visitor = new(gallery.Server.Address))
        {
            await visitor.SubmitAsync("/account/forgot", new Dictionary<string, string> { ["Input.Email"] = "admin@example.test" });
        }

        await gallery.Server.Kill9Async();
        await using SmtpListener mail = SmtpListener.Start(port);
        // Only so that the test need not wait for the pause after a failure.
        await gallery.ExecuteAsync("UPDATE mail_outbox SET next_attempt_at = 0 WHERE sent_at IS NULL");
        await gallery.Server.StartAgainAsync();
        string[] expected = [.. names.Append("admin").Select(n => n + "@example.test").Order(StringComparer.Ordinal)];
        await UntilAsync(gallery, () => mail.Letters.Count >= expected.Length);
        Assert.Equal(expected, mail.Letters.Select(l => l.Recipient).Order(StringComparer.Ordinal));
        await UntilAsync(gallery, async () => (await gallery.RowsAsync<long>("SELECT count(*) FROM mail_outbox WHERE sent_at IS NULL"))[0] == 0);
    }

    private static Dictionary<string, string?> Settings(int port, bool startTls, string? root) => new()
    {
        ["Torrone__Smtp__Host"] = "localhost",
        ["Torrone__Smtp__Port"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["Torrone__Smtp__StartTls"] = startTls ? "true" : "false",
        ["Torrone__Limits__SignInsPerTenMinutes"] = "0",
        ["SSL_CERT_FILE"] = root,
    };

    private static async Task RegisterAsync(Gallery gallery, string name)
    {
        if ((await gallery.RowsAsync<long>("SELECT count(*) FROM users WHERE is_admin = 1"))[0] == 0)
        {
            (await gallery.Server.CommandAsync(
                ["users", "add", "an-admin", "--email", "admin@example.test", "--admin", "--password-stdin"], AccountGallery.Password)).Succeeded();
        }

        using PageClient visitor = new(gallery.Server.Address);
        Assert.Equal("/account/sent/confirm", (await AccountGallery.RegisterAsync(visitor, name, $"{name}@example.test")).Location);
    }

    private static Task UntilAsync(Gallery gallery, Func<bool> isSo) => UntilAsync(gallery, () => Task.FromResult(isSo()));

    private static async Task UntilAsync(Gallery gallery, Func<Task<bool>> isSo)
    {
        for (int i = 0; i < 1200; i++)
        {
            if (await isSo())
            {
                return;
            }

            await Task.Delay(50, Now);
        }

        List<string> rows = await gallery.RowsAsync<string>(
            "SELECT recipient || ' ' || attempts || ' ' || coalesce(sent_at, 0) || ' ' || coalesce(last_error, '') FROM mail_outbox");
        Assert.Fail($"It never came true.\n{string.Join('\n', rows)}\n{gallery.Server.Output}");
    }
}

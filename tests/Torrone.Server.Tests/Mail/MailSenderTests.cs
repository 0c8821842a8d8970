using Microsoft.Extensions.Logging.Abstractions;
using Torrone.Server.Data;
using Torrone.Server.Mail;
using Torrone.Server.Settings;
using Torrone.Server.Tests.Data;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Mail;

/// <summary>Letters from the outbox to a mail server or a folder.</summary>
public sealed class MailSenderTests(Engines engines) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SettableClock _clock = new();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_letter_waits_for_its_server_and_is_then_sent_once(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        int port = FreePort.Next();
        Outbox outbox = new(_clock);
        using MailSender sender = Sender(database, outbox, Smtp(port));
        await sender.StartAsync(Now);
        await QueueAsync(database, outbox, new OutgoingMail("ada@example.test", "Grüße", "Hello, link: http://localhost/x?token=abc", "<p>Hällo</p>"));
        await UntilAsync(database, "SELECT count(*) FROM mail_outbox WHERE attempts = 1 AND last_error IS NOT NULL AND sent_at IS NULL AND text_body LIKE 'Hello%'");
        await sender.StopAsync(Now);

        await using SmtpListener server = SmtpListener.Start(port);
        using MailSender again = Sender(database, outbox, Smtp(port));
        await again.StartAsync(Now);
        await Task.Delay(300, Now);
        Assert.Empty(server.Letters);
        _clock.Back = -TimeSpan.FromSeconds(31);
        await QueueAsync(database, outbox, new OutgoingMail("bob@example.test", "Second", "two"));
        await UntilAsync(database, "SELECT CASE WHEN count(*) = 2 THEN 1 ELSE 0 END FROM mail_outbox WHERE sent_at IS NOT NULL AND text_body = '' AND html_body IS NULL AND last_error IS NULL");
        await again.StopAsync(Now);
        Assert.Equal(["ada@example.test", "bob@example.test"], server.Letters.Select(l => l.Recipient).Order());
        string letter = server.Letters.Single(l => l.Recipient == "ada@example.test").Data;
        Assert.Contains("Subject: =?utf-8?", letter, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/plain; charset=utf-8", letter, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/html; charset=utf-8", letter, StringComparison.Ordinal);
        Assert.Contains("H=C3=A4llo", letter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_that_nobody_takes_holds_up_no_other()
    {
        await using Database database = await engines.NewAsync("sqlite");
        await using SmtpListener server = SmtpListener.Start(FreePort.Next());
        server.Refused["gone@example.test"] = true;
        Outbox outbox = new(_clock);
        using MailSender sender = Sender(database, outbox, Smtp(server.Port));
        await QueueAsync(database, outbox, new OutgoingMail("gone@example.test", "One", "1"));
        await QueueAsync(database, outbox, new OutgoingMail("here@example.test", "Two", "2"));
        await sender.StartAsync(Now);
        await UntilAsync(database, "SELECT count(*) FROM mail_outbox WHERE recipient = 'here@example.test' AND sent_at IS NOT NULL");
        await sender.StopAsync(Now);
        string error = (await database.ReadAsync(r => r.ScalarAsync<string>("SELECT last_error FROM mail_outbox WHERE sent_at IS NULL"), Now))!;
        Assert.Contains("no such mailbox", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_goes_to_a_server_that_does_not_encrypt_when_it_should()
    {
        await using Database database = await engines.NewAsync("sqlite");
        await using SmtpListener server = SmtpListener.Start(FreePort.Next());
        Outbox outbox = new(_clock);
        using MailSender sender = Sender(database, outbox, Smtp(server.Port, startTls: true));
        await QueueAsync(database, outbox, new OutgoingMail("ada@example.test", "Secret", "1"));
        await sender.StartAsync(Now);
        await UntilAsync(database, "SELECT count(*) FROM mail_outbox WHERE last_error IS NOT NULL AND sent_at IS NULL");
        await sender.StopAsync(Now);
        Assert.Empty(server.Letters);
    }

    [Fact]
    public async Task Two_senders_send_a_letter_once()
    {
        await using Database database = await engines.NewAsync("sqlite");
        await using SmtpListener server = SmtpListener.Start(FreePort.Next());
        Outbox outbox = new(_clock);
        for (int i = 0; i < 20; i++)
        {
            await QueueAsync(database, outbox, new OutgoingMail($"p{i}@example.test", "Hello", "text"));
        }

        using MailSender one = Sender(database, outbox, Smtp(server.Port));
        using MailSender two = Sender(database, outbox, Smtp(server.Port));
        await Task.WhenAll(one.StartAsync(Now), two.StartAsync(Now));
        await UntilAsync(database, "SELECT CASE WHEN count(*) = 20 THEN 1 ELSE 0 END FROM mail_outbox WHERE sent_at IS NOT NULL");
        await Task.WhenAll(one.StopAsync(Now), two.StopAsync(Now));
        Assert.Equal(20, server.Letters.Count);
        Assert.Equal(20, server.Letters.Select(l => l.Recipient).Distinct().Count());
    }

    [Fact]
    public async Task Without_a_server_letters_lie_in_a_folder_of_the_servers_own_for_a_week()
    {
        await using Database database = await engines.NewAsync("sqlite");
        Outbox outbox = new(_clock);
        FolderDelivery folder = new(new TorroneSettings { Data = _folder.Path }, _clock, NullLogger<FolderDelivery>.Instance);
        using MailSender sender = Sender(database, outbox, folder);
        await QueueAsync(database, outbox, new OutgoingMail("ada@example.test", "Break\r\nBcc: eve@example.test", "Grüße\n.\nhttp://localhost/x?token=abc", "<p>b</p>"));
        await sender.StartAsync(Now);
        MailFolder box = new(_folder.Under("mail"));
        ReceivedMail mail = await box.WaitForAsync(m => m.To == "ada@example.test");
        await UntilAsync(database, "SELECT count(*) FROM mail_outbox WHERE sent_at IS NOT NULL AND text_body = ''");
        await sender.StopAsync(Now);
        Assert.Equal("Break  Bcc: eve@example.test", mail.Subject);
        Assert.DoesNotContain("\nBcc:", mail.Raw, StringComparison.Ordinal);
        Assert.Contains("Grüße\n.\nhttp://localhost/x?token=abc", mail.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        string file = Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Under("mail")));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(_folder.Under("mail")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));

        _clock.Back = -TimeSpan.FromDays(6.9);
        folder.Sweep();
        Assert.True(File.Exists(file));
        _clock.Back = -TimeSpan.FromDays(7.1);
        folder.Sweep();
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(5, 480)]
    [InlineData(10, 15360)]
    [InlineData(11, 21600)]
    [InlineData(500, 21600)]
    public void Pauses_grow_up_to_six_hours(long attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), MailSender.PauseAfter(attempts));

    public void Dispose() => _folder.Dispose();

    private static Task QueueAsync(Database database, Outbox outbox, OutgoingMail mail) => database.WriteAsync(w => outbox.EnqueueAsync(w, mail), Now);

    private static async Task UntilAsync(Database database, string count)
    {
        for (int i = 0; i < 200; i++)
        {
            if (await database.ReadAsync(r => r.ScalarAsync<long>(count), Now) > 0)
            {
                return;
            }

            await Task.Delay(50, Now);
        }

        List<string> rows = await database.ReadAsync(r => r.QueryAsync<string>(
            "SELECT recipient || ' ' || attempts || ' ' || coalesce(sent_at, 0) || ' ' || coalesce(last_error, '') FROM mail_outbox"), Now);
        Assert.Fail($"Never came true: {count}\n{string.Join('\n', rows)}");
    }

    private MailSender Sender(Database database, Outbox outbox, MailDelivery delivery) =>
        new(database, outbox, delivery, _clock, NullLogger<MailSender>.Instance);

    private SmtpDelivery Smtp(int port, bool startTls = false) => new(
        new TorroneSettings { Data = _folder.Path, Smtp = new SmtpSettings { Host = "127.0.0.1", Port = port, StartTls = startTls } },
        NullLogger<SmtpDelivery>.Instance);
}

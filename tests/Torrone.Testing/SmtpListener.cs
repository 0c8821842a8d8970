using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Torrone.Testing;

/// <summary>A mail server that takes letters on loopback, by STARTTLS where it has a certificate, and can be told to refuse a recipient.</summary>
public sealed class SmtpListener : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private int _encrypted;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly X509Certificate2? _certificate;

    private SmtpListener(int port, X509Certificate2? certificate)
    {
        _certificate = certificate;
        Port = port;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Every letter taken: its envelope's recipient and its text as it came.</summary>
    public ConcurrentQueue<(string Recipient, string Data)> Letters { get; } = new();

    /// <summary>Recipients that are answered with 550.</summary>
    public ConcurrentDictionary<string, bool> Refused { get; } = new();

    /// <summary>How many letters came over an encrypted line.</summary>
    public int Encrypted => _encrypted;

    /// <param name="certificate">With one, nothing but STARTTLS is let through before the line is encrypted.</param>
    public static SmtpListener Start(int port, X509Certificate2? certificate = null) => new(port, certificate);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                try
                {
                    await TalkAsync(client.GetStream());
                }
                catch (Exception e) when (e is IOException or AuthenticationException)
                {
                    // This client went away, or did not like the certificate; the next may.
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task TalkAsync(Stream stream, bool encrypted = false)
    {
        using StreamReader reader = new(stream, Encoding.Latin1, leaveOpen: true);
        await using StreamWriter writer = new(stream, Encoding.Latin1, leaveOpen: true) { NewLine = "\r\n", AutoFlush = true };
        if (!encrypted)
        {
            await writer.WriteLineAsync("220 test");
        }

        string recipient = "";
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line.StartsWith("EHLO", StringComparison.Ordinal) && _certificate is not null && !encrypted)
            {
                await writer.WriteLineAsync("250-test");
                await writer.WriteLineAsync("250 STARTTLS");
            }
            else if (line == "STARTTLS" && _certificate is not null)
            {
                await writer.WriteLineAsync("220 go on");
                await using SslStream secure = new(stream, leaveInnerStreamOpen: true);
                await secure.AuthenticateAsServerAsync(_certificate);
                await TalkAsync(secure, encrypted: true);
                return;
            }
            else if (_certificate is not null && !encrypted)
            {
                await writer.WriteLineAsync("530 encrypt first");
            }
            else if (line.StartsWith("RCPT", StringComparison.Ordinal))
            {
                recipient = line.Split('<', '>')[1];
                await writer.WriteLineAsync(Refused.ContainsKey(recipient) ? "550 no such mailbox" : "250 ok");
            }
            else if (line == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                StringBuilder data = new();
                while (await reader.ReadLineAsync(_stop.Token) is { } text && text != ".")
                {
                    data.Append(text).Append('\n');
                }

                _encrypted += encrypted ? 1 : 0;
                Letters.Enqueue((recipient, data.ToString()));
                await writer.WriteLineAsync("250 taken");
            }
            else if (line == "QUIT")
            {
                await writer.WriteLineAsync("221 bye");
                return;
            }
            else
            {
                await writer.WriteLineAsync("250 ok");
            }
        }
    }
}

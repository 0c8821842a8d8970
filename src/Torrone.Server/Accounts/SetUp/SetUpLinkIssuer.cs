using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Data;
using Torrone.Server.Settings;

namespace Torrone.Server.Accounts.SetUp;

/// <summary>
/// At each start without an administrator: makes a fresh link and hands it to who runs the server, by the terminal or by a file that
/// only the server's own user can read. Never through the log, which others may collect.
/// </summary>
internal sealed class SetUpLinkIssuer(
    Database database, OneTimeLinks links, LinkBase linkBase, TorroneSettings settings, IServer server, IHostApplicationLifetime lifetime,
    ILogger<SetUpLinkIssuer> logger) : IHostedService
{
    private CancellationTokenRegistration _started;

    // The addresses are known once the server listens.
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _started = lifetime.ApplicationStarted.Register(() => _ = HandOutAsync());
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await _started.DisposeAsync();

    private async Task HandOutAsync()
    {
        try
        {
            string file = SetUpLink.PathOf(settings);
            string? token = await database.WriteAsync(async write => await FirstAdministrator.IsThereAsync(write)
                ? null
                : await links.IssueAsync(write, LinkPurpose.SetUp, null, OneTimeLinks.SetUpLife));
            if (token is null)
            {
                File.Delete(file);
                return;
            }

            string site = linkBase.OfServer(server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault());
            string link = $"{site}/setup?token={token}";
            if (Console.IsOutputRedirected)
            {
                await KeepAsync(file, link);
                await Console.Out.WriteLineAsync(AccountsText.Text.Format("SetUp.InFile", file));
            }
            else
            {
                File.Delete(file);
                await Console.Out.WriteLineAsync(AccountsText.Text.Format("SetUp.OnTerminal", link));
            }
        }
        catch (Exception e)
        {
            // The server goes on serving what it has; the next start makes another link.
            logger.LogError(e, "The set-up link could not be handed out.");
        }
    }

    private static async Task KeepAsync(string path, string link)
    {
        // Made anew: an old file may have looser rights, or be a link that somebody planted.
        File.Delete(path);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using FileStream file = new(path, options);
        await file.WriteAsync(Encoding.ASCII.GetBytes(link + "\n"));
    }
}

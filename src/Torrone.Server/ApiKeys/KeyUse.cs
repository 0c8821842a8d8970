using System.Threading.Channels;
using Torrone.Server.Data;
using Torrone.Server.Http;

namespace Torrone.Server.ApiKeys;

/// <summary>
/// Remembers what keys were used for: last use on the key's row, every use in api_key_uses for 90 days (at most
/// the last 10,000 of a key), and the networks it came from. Written behind the answer, many
/// at a time, so that a push never waits for it; a crash loses at most the last moments of it.
/// </summary>
public sealed class KeyUse(Database database, KeyNetworks networks, RequestBase site, TimeProvider clock, ILogger<KeyUse> logger) : BackgroundService
{
    private const int Waiting = 10_000;
    private const int Batch = 500;
    private const int LongestText = 256;
    private const int MostKept = 10_000;
    private const long KeptFor = 90 * KeyWarnings.Day;

    private readonly Channel<KeyUseEntry> _entries = Channel.CreateBounded<KeyUseEntry>(
        new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Notes a use; never waits and never fails.</summary>
    /// <param name="result"><see cref="KeyUseEntry.Ok"/>, or the code of the refusal.</param>
    public void Record(PresentedKey key, HttpContext context, KeyOperation operation, string? package, string? version, string result) =>
        Record(new KeyUseEntry(key.KeyId, clock.GetUtcNow().ToUnixTimeMilliseconds(), operation.Name(),
            Cut(package), Cut(version), context.Connection.RemoteIpAddress?.ToString(), Cut(context.Request.Headers.UserAgent.ToString()), result)
        {
            Site = site.Of(context.Request),
            SecretId = key.SecretId,
        });

    /// <summary>Notes a use; never waits and never fails.</summary>
    public void Record(KeyUseEntry entry) => _entries.Writer.TryWrite(entry);

    /// <summary>Closes the intake and writes what is already noted.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _entries.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        // A service that is stopped right after its start never began to write.
        await DrainAsync();
    }

    // Ends with the intake, not with the token, so that no note is lost in between.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => DrainAsync();

    private async Task DrainAsync()
    {
        while (await _entries.Reader.WaitToReadAsync(CancellationToken.None))
        {
            List<KeyUseEntry> batch = [];
            while (batch.Count < Batch && _entries.Reader.TryRead(out KeyUseEntry? entry))
            {
                batch.Add(entry);
            }

            try
            {
                await database.WriteAsync(write => WriteAsync(write, batch, networks), CancellationToken.None);
            }
            catch (Exception e)
            {
                // A use that could not be noted must stop neither the server nor the next note.
                logger.LogWarning(e, "{Count} uses of keys could not be noted.", batch.Count);
            }
        }
    }

    private static async Task WriteAsync(WriteTransaction write, List<KeyUseEntry> batch, KeyNetworks networks)
    {
        await write.ExecuteAsync(
            """
            INSERT INTO api_key_uses (key_id, at, action, package, version, address, client, result)
            VALUES (@KeyId, @At, @Action, @Package, @Version, @Address, @Client, @Result)
            """, batch);
        // By number, so that two nodes which write of the same keys do not wait for each other in a ring.
        foreach (IGrouping<long, KeyUseEntry> uses in batch.GroupBy(u => u.KeyId).OrderBy(g => g.Key))
        {
            if (uses.LastOrDefault(u => u.Result == KeyUseEntry.Ok) is { } last)
            {
                await write.ExecuteAsync(
                    """
                    UPDATE api_keys SET last_used_at = @At, last_used_address = @Address, last_used_client = @Client, last_used_package = @what
                    WHERE id = @KeyId
                    """, new { last.At, last.Address, last.Client, what = What(last), last.KeyId });
            }

            // While a key rotates its holder wants to know where the old secret is still in use.
            foreach (KeyUseEntry use in uses.Where(u => u.Result == KeyUseEntry.Ok && u.SecretId is not null).GroupBy(u => u.SecretId).Select(g => g.Last()))
            {
                await write.ExecuteAsync(
                    "UPDATE api_key_secrets SET last_used_at = @At, last_used_address = @Address WHERE id = @SecretId AND ends_at IS NOT NULL",
                    new { use.At, use.Address, use.SecretId });
            }

            foreach (KeyUseEntry use in uses.Where(u => u.Result == KeyUseEntry.Ok).DistinctBy(u => u.Address))
            {
                await networks.NoteAsync(write, use);
            }

            await write.ExecuteAsync(
                """
                DELETE FROM api_key_uses WHERE key_id = @key AND (at < @before
                    OR id <= (SELECT u.id FROM api_key_uses u WHERE u.key_id = @key ORDER BY u.id DESC LIMIT 1 OFFSET @MostKept))
                """, new { key = uses.Key, before = uses.Last().At - KeptFor, MostKept });
        }
    }

    private static string? What(KeyUseEntry use) => use.Version is null ? use.Package : $"{use.Package} {use.Version}";

    private static string? Cut(string? text) => text is { Length: > LongestText } ? text[..LongestText] : text;
}

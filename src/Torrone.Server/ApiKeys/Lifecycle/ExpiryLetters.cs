using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>
/// Tells of keys that are about to expire, 14, 3 and 1 days before, and when they have: each once, whichever node gets to it first. A key
/// made for a shorter time starts with the next of these; a key that another key made is its maker's business.
/// </summary>
public sealed class ExpiryLetters(Database database, KeyLetters letters, TimeProvider clock)
{
    private const long Day = KeyWarnings.Day;

    // After an update, or a month of silence, nobody needs to hear of keys that are long gone.
    private const long OldNews = 30 * Day;

    private const int Batch = 100;

    private const string Due =
        """
        deleted_at IS NULL AND revoked_at IS NULL AND used_up_at IS NULL AND parent_id IS NULL
        AND expires_at > @oldest AND expires_at <= @first
        AND COALESCE(warned_days, 15) > CASE WHEN expires_at <= @now THEN 0 WHEN expires_at <= @one THEN 1 WHEN expires_at <= @three THEN 3 ELSE 14 END
        """;

    /// <summary>The warning that whoever chose this life knows of already: 14, 3 or 1, or null when all are to come.</summary>
    /// <param name="left">Milliseconds to the end.</param>
    internal static int? AlreadyKnown(long left) => left switch
    {
        <= Day => 1,
        <= 3 * Day => 3,
        <= 14 * Day => 14,
        _ => null,
    };

    /// <summary>Queues what is due; how many keys it was about.</summary>
    /// <param name="site">The gallery's address for the letters, without a slash at its end.</param>
    public async Task<int> RunAsync(string site, CancellationToken cancellation = default)
    {
        int told = 0;
        while (true)
        {
            List<long> due = await database.ReadAsync(read => read.QueryAsync<long>($"SELECT id FROM api_keys WHERE {Due} ORDER BY expires_at LIMIT {Batch}",
                Times(0)), cancellation);
            foreach (long id in due)
            {
                told += await database.WriteAsync(write => TellAsync(write, id, site), cancellation) ? 1 : 0;
            }

            if (due.Count < Batch)
            {
                return told;
            }
        }
    }

    private async Task<bool> TellAsync(WriteTransaction write, long id, string site)
    {
        // The condition again: another node may have told meanwhile, or the key may have got a new life.
        int marked = await write.ExecuteAsync(
            $"""
            UPDATE api_keys SET warned_days = CASE WHEN expires_at <= @now THEN 0 WHEN expires_at <= @one THEN 1 WHEN expires_at <= @three THEN 3 ELSE 14 END
            WHERE id = @id AND {Due}
            """, Times(id));
        if (marked == 0)
        {
            return false;
        }

        KeyDetails key = await KeyReader.ReadAsync(write, id);
        bool over = key.ExpiresAt <= clock.GetUtcNow().ToUnixTimeMilliseconds();
        await letters.SendAsync(write, over ? KeyLetter.Expired : KeyLetter.Expiring, key, site);
        return true;
    }

    private object Times(long id)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return new { id, now, one = now + Day, three = now + (3 * Day), first = now + (14 * Day), oldest = now - OldNews };
    }
}

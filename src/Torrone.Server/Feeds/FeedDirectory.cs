using Torrone.Server.Data;

namespace Torrone.Server.Feeds;

/// <summary>Which feeds there are. Loaded once at the start: feeds do not change while the server runs.</summary>
public sealed class FeedDirectory(Database database, TimeProvider clock)
{
    private Feed? _main;

    /// <summary>The feed behind /v3 and /api/v2.</summary>
    /// <exception cref="InvalidOperationException"><see cref="LoadAsync"/> has not run.</exception>
    public Feed Main => _main ?? throw new InvalidOperationException("The feeds have not been loaded.");

    /// <summary>Makes the feed "main" in a new database and reads it.</summary>
    public async Task LoadAsync(CancellationToken cancellation = default) => _main = await database.WriteAsync(async write =>
    {
        await write.ExecuteAsync(
            """
            INSERT INTO feeds (public_id, name, lower_name, created_at) VALUES (@publicId, @name, @name, @now)
            ON CONFLICT (lower_name) DO NOTHING
            """, new { publicId = PublicId.New(), name = Feed.MainName, now = clock.GetUtcNow().ToUnixTimeMilliseconds() });
        return await write.FirstOrDefaultAsync<Feed>("SELECT id, public_id, name FROM feeds WHERE lower_name = @name", new { name = Feed.MainName });
    }, cancellation);
}

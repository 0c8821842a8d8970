using Torrone.Server.Data;

namespace Torrone.Server.Log;

/// <summary>The append-only log. Rows are written in the transaction of the change they tell of, as its last statement.</summary>
public sealed class EventLog(Database database, TimeProvider clock)
{
    private const string Columns =
        "sequence, event_id, type, type_version, at, actor, request_id, feed_id, package_lower_id, lower_version, payload, previous_hash, hash";

    /// <summary>Raised in this process after a commit that appended.</summary>
    public event Action? Appended;

    /// <summary>
    /// Appends a row. The head row is locked from here to the commit, which makes sequence order commit order and leaves no gaps:
    /// call it last, and keep what follows short.
    /// </summary>
    /// <returns>The row's sequence.</returns>
    public async Task<long> AppendAsync(WriteTransaction write, LogEvent happened)
    {
        Head head = await write.FirstOrDefaultAsync<Head>(
            """
            UPDATE log_head SET sequence = sequence + 1, at = CASE WHEN at + 1 > @now THEN at + 1 ELSE @now END
            WHERE id = 1 RETURNING sequence, hash, at
            """, new { now = clock.GetUtcNow().ToUnixTimeMilliseconds() })
            ?? throw new InvalidOperationException("The log has no head row: the schema is damaged.");
        LogRow bare = new()
        {
            Sequence = head.Sequence,
            EventId = PublicId.New(),
            Type = happened.Type,
            TypeVersion = happened.TypeVersion,
            At = head.At,
            Actor = happened.Actor,
            RequestId = happened.RequestId,
            FeedId = happened.FeedId,
            PackageLowerId = happened.PackageLowerId,
            LowerVersion = happened.LowerVersion,
            Payload = happened.Payload,
            PreviousHash = head.Hash,
        };
        byte[] hash = LogHash.Of(bare);
        await write.ExecuteAsync(
            $"""
             INSERT INTO log ({Columns}) VALUES (@Sequence, @EventId, @Type, @TypeVersion, @At, @Actor, @RequestId, @FeedId,
             @PackageLowerId, @LowerVersion, @Payload, @PreviousHash, @hash)
             """, new
            {
                bare.Sequence, bare.EventId, bare.Type, bare.TypeVersion, bare.At, bare.Actor, bare.RequestId, bare.FeedId,
                bare.PackageLowerId, bare.LowerVersion, bare.Payload, bare.PreviousHash, hash,
            });
        await write.ExecuteAsync("UPDATE log_head SET hash = @hash WHERE id = 1", new { hash });
        write.OnCommitted(() => Appended?.Invoke());
        return head.Sequence;
    }

    /// <summary>The sequence of the last committed row; 0 for an empty log.</summary>
    public static Task<long> HeadAsync(DbSession read) => read.ScalarAsync<long>("SELECT sequence FROM log_head WHERE id = 1");

    /// <inheritdoc cref="HeadAsync(DbSession)"/>
    public Task<long> HeadAsync(CancellationToken cancellation = default) => database.ReadAsync(HeadAsync, cancellation);

    /// <summary>Rows after a sequence, in order, at most <paramref name="most"/>.</summary>
    public Task<List<LogRow>> AfterAsync(long sequence, int most, CancellationToken cancellation = default) => database.ReadAsync(
        read => read.QueryAsync<LogRow>($"SELECT {Columns} FROM log WHERE sequence > @sequence ORDER BY sequence LIMIT @most",
            new { sequence, most }), cancellation);

    private sealed class Head
    {
        public long Sequence { get; init; }

        public byte[] Hash { get; init; } = [];

        public long At { get; init; }
    }
}

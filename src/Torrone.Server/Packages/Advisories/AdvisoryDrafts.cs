using System.IO.Compression;
using System.Text.Json;
using Torrone.Server.Data;

namespace Torrone.Server.Packages.Advisories;

/// <summary>Keeps what was uploaded until it is confirmed, in the database, so that the confirmation may reach another node. One for each administrator.</summary>
public sealed class AdvisoryDrafts(Database database, TimeProvider clock)
{
    private static readonly long Life = (long)TimeSpan.FromHours(24).TotalMilliseconds;

    /// <returns>The draft's public id.</returns>
    public async Task<string> KeepAsync(AdvisoryKeeper keeper, string source, AdvisoryIntake intake, CancellationToken cancellation)
    {
        AdvisoryDraft draft = new(
            source.Length > 256 ? source[..256] : source, intake.Records, intake.Problems, intake.ProblemCount, intake.Elsewhere, intake.Assumed);
        byte[] content = Pack(draft);
        string publicId = PublicId.New();
        long now = Now();
        await database.WriteAsync(async write =>
        {
            await write.ExecuteAsync("DELETE FROM advisory_drafts WHERE principal_id = @PrincipalId OR created_at < @ended",
                new { keeper.Actor.PrincipalId, ended = now - Life });
            await write.ExecuteAsync("INSERT INTO advisory_drafts (public_id, principal_id, content, created_at) VALUES (@publicId, @PrincipalId, @content, @now)",
                new { publicId, keeper.Actor.PrincipalId, content, now });
            return true;
        }, cancellation);
        return publicId;
    }

    /// <summary>Null when it is not this administrator's, or over.</summary>
    public async Task<AdvisoryDraft?> FindAsync(AdvisoryKeeper keeper, string publicId, CancellationToken cancellation)
    {
        byte[]? content = await database.ReadAsync(read => read.ScalarAsync<byte[]>(
            "SELECT content FROM advisory_drafts WHERE public_id = @publicId AND principal_id = @PrincipalId AND created_at >= @since",
            new { publicId, keeper.Actor.PrincipalId, since = Now() - Life }), cancellation);
        return content is null ? null : Unpack(content);
    }

    public Task DiscardAsync(AdvisoryKeeper keeper, string publicId, CancellationToken cancellation) => database.WriteAsync(write => write.ExecuteAsync(
        "DELETE FROM advisory_drafts WHERE public_id = @publicId AND principal_id = @PrincipalId", new { publicId, keeper.Actor.PrincipalId }), cancellation);

    private static byte[] Pack(AdvisoryDraft draft)
    {
        using MemoryStream memory = new();
        using (BrotliStream brotli = new(memory, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(brotli, draft, AdvisoryDraftJson.Default.AdvisoryDraft);
        }

        return memory.ToArray();
    }

    private static AdvisoryDraft? Unpack(byte[] content)
    {
        using BrotliStream brotli = new(new MemoryStream(content), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(brotli, AdvisoryDraftJson.Default.AdvisoryDraft);
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}

using Torrone.Server.ApiKeys;
using Torrone.Server.Data;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Packages;
using Torrone.Server.Packages.Push;
using Torrone.Storage;

namespace Torrone.Server.Symbols;

/// <summary>Where symbols are pushed, and where debuggers look them up (SSQP: /symbols/{file}/{key}/{file}, whatever the case).</summary>
internal sealed class SymbolsEndpoints(Database database, IBlobStore blobs, FeedDirectory feeds)
{
    private const string Header = "SymbolChecksum";
    private const int LongestHeader = 2_000;
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/api/v2/symbolpackage", (HttpContext context, PushSymbols push, FeedDirectory feeds) => PushIntake.AnswerAsync(
            context, KeyOperation.PushSymbols, (body, who) => push.RunAsync(body, feeds.Main.Id, who, context.RequestAborted))).OpenToStrangers();
        routes.MapMethods("/symbols/{file}/{key}/{again}", Reading,
            (HttpContext context, SymbolsEndpoints self, string file, string key, string again) => self.FindAsync(context, file, key, again));
    }

    private async Task FindAsync(HttpContext context, string file, string key, string again)
    {
        Row? found = null;
        if (file.Equals(again, StringComparison.OrdinalIgnoreCase))
        {
            List<Row> rows = await database.ReadAsync(read => read.QueryAsync<Row>(
                """
                SELECT s.blob_hash, s.size, s.checksum FROM symbol_files s
                JOIN versions v ON v.id = s.version_id JOIN packages p ON p.id = v.package_id
                WHERE s.lower_key = @key AND s.lower_name = @file AND v.state = 'available' AND p.feed_id = @feed ORDER BY v.id DESC LIMIT 20
                """, new { key = key.ToLowerInvariant(), file = file.ToLowerInvariant(), feed = feeds.Main.Id }), context.RequestAborted);
            found = rows.Find(r => IsWanted(context.Request.Headers[Header].ToString(), r.Checksum));
        }

        await DocumentSender.SendAsync(context, found is null ? RenderedDocument.Missing : await FileAsync(found, context.RequestAborted));
    }

    private async Task<RenderedDocument> FileAsync(Row row, CancellationToken cancellation)
    {
        BlobHash hash = new(row.BlobHash);
        if (blobs.LocalPath(hash) is { } path && File.Exists(path))
        {
            return RenderedDocument.OnDisk(path, row.Size, hash.ToString()[..24], "application/octet-stream");
        }

        await using Stream stream = await blobs.OpenReadAsync(hash, cancellation)
            ?? throw new FileNotFoundException($"The bytes of the symbols {hash} are not in the store: run torrone verify.");
        byte[] body = new byte[row.Size];
        await stream.ReadExactlyAsync(body, cancellation);
        return RenderedDocument.Immutable(body, "application/octet-stream", compress: false);
    }

    // "SHA256:hex", several joined by semicolons. An algorithm that is not kept says nothing for or against.
    private static bool IsWanted(string header, byte[] checksum)
    {
        if (header.Length is 0 or > LongestHeader)
        {
            return true;
        }

        string[] sums =
        [
            .. header.Split(';', StringSplitOptions.TrimEntries).Where(s => s.StartsWith("SHA256:", StringComparison.OrdinalIgnoreCase)).Select(s => s[7..]),
        ];
        return sums.Length == 0 || sums.Contains(Convert.ToHexString(checksum), StringComparer.OrdinalIgnoreCase);
    }

    private sealed class Row
    {
        public byte[] BlobHash { get; init; } = [];

        public long Size { get; init; }

        public byte[] Checksum { get; init; } = [];
    }
}

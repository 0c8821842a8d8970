namespace Torrone.Server.Operations;

/// <summary>
/// Checks that the gallery holds what it says: every version has its blob, every blob its hash, every row can be read, the log has its chain, and log and versions
/// tell the same story. Reads only, and may run beside a server that works: each comparison is one statement, which sees one state.
/// </summary>
public sealed class VerifyGallery(VerifyBlobs blobs, VerifyRows rows, VerifyLog log)
{
    /// <summary>Reads every byte of every package: expect the time that takes.</summary>
    public async Task<VerifyReport> RunAsync(CancellationToken cancellation = default)
    {
        VerifyReport report = new();
        await blobs.RunAsync(report, cancellation);
        await rows.RunAsync(report, cancellation);
        await log.RunAsync(report, cancellation);
        return report;
    }
}

using Torrone.NuGet.Archives;
using Torrone.Storage;

namespace Torrone.Server.Packages;

/// <summary>The files inside a published package that pages and clients ask for: nuspec, README, icon, license.</summary>
public sealed class PackageFiles(IBlobStore blobs) : IDisposable
{
    // Each opens and reads an archive; more at once would only wait for the same disk.
    private readonly SemaphoreSlim _turns = new(Math.Max(2, Environment.ProcessorCount), Math.Max(2, Environment.ProcessorCount));

    /// <summary>What the package's archive holds; null when the store has no such blob.</summary>
    public async Task<PackageInspection?> OpenAsync(BlobHash blob, CancellationToken cancellation = default)
    {
        await _turns.WaitAsync(cancellation);
        try
        {
            Stream? stream = await blobs.OpenReadAsync(blob, cancellation);
            if (stream is null)
            {
                return null;
            }

            await using (stream)
            {
                return PackageArchive.Open(stream, ArchiveLimits.Default, cancellation);
            }
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();
}

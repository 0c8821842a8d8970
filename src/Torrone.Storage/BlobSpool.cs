using System.Buffers;
using System.Security.Cryptography;

namespace Torrone.Storage;

/// <summary>Brings a stream of unknown length onto the disk, bounded in memory and in size, and hashes it on the way.</summary>
public static class BlobSpool
{
    /// <summary>The end of every temporary file's name; <see cref="Sweep"/> touches no other file.</summary>
    internal const string Extension = ".spool";

    private const int BufferSize = 64 * 1024;

    /// <summary>
    /// Copies the stream to a temporary file (mode 0600) in one pass. The file goes when the result is disposed, unless a store took
    /// it over; it goes at once when anything fails. It is not yet durable: putting it makes it so.
    /// </summary>
    /// <param name="source">Read to its end, not disposed.</param>
    /// <param name="spoolFolder">Made (mode 0700) when missing. A store names the best one as <see cref="IBlobStore.SpoolFolder"/>.</param>
    /// <param name="maxBytes">The longest stream allowed, in bytes; exactly as many are still allowed.</param>
    /// <exception cref="BlobTooLargeException">The stream is longer. At most one buffer more than the cap was read.</exception>
    public static async Task<SpooledBlob> SpoolAsync(
        Stream source, string spoolFolder, long maxBytes, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        PrivateFiles.CreateFolder(spoolFolder);
        var file = PrivateFiles.CreateTemporary(spoolFolder);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var sha512 = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
            long size = 0;
            int read;
            while ((read = await source.ReadAsync(buffer, cancellation)) > 0)
            {
                if (read > maxBytes - size)
                {
                    throw new BlobTooLargeException(maxBytes);
                }

                sha256.AppendData(buffer, 0, read);
                sha512.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
                size += read;
            }

            var hash = new BlobHash(sha256.GetHashAndReset());
            return new SpooledBlob(file, hash, sha512.GetHashAndReset(), size);
        }
        catch
        {
            await file.DisposeAsync();
            File.Delete(file.Name);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Removes temporary files that a crash left behind, and no other file.</summary>
    /// <param name="spoolFolder">May be missing.</param>
    /// <param name="before">Unix milliseconds: files last written earlier go. Leave more room than the longest push takes.</param>
    /// <returns>How many files went.</returns>
    public static int Sweep(string spoolFolder, long before)
    {
        if (!Directory.Exists(spoolFolder))
        {
            return 0;
        }

        var swept = 0;
        foreach (var file in new DirectoryInfo(spoolFolder).EnumerateFiles("*" + Extension))
        {
            if (PrivateFiles.LastWrite(file) < before)
            {
                file.Delete();
                swept++;
            }
        }

        return swept;
    }
}

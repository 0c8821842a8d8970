using System.Buffers.Binary;
using System.IO.Compression;
using Torrone.NuGet.Advisories;

namespace Torrone.Server.Packages.Advisories;

/// <summary>
/// Opens what advisories come in: JSON, lines of JSON, and zip archives of them. Nothing is unpacked to the disk, and the names in an
/// archive are words for people.
/// </summary>
public static class AdvisoryFiles
{
    // An archive's table of contents is read into memory whole.
    private const int MostDirectoryBytes = 32 << 20;

    private const int EndSize = 22;

    /// <summary>Reads a file into the intake; what cannot be read is a problem of it.</summary>
    /// <param name="content">Can seek; not disposed.</param>
    /// <param name="mostUnpacked">Bytes that all entries of an archive together may have.</param>
    public static async Task ReadAsync(AdvisoryIntake intake, string name, Stream content, long mostUnpacked, CancellationToken cancellation = default)
    {
        byte[] first = new byte[4];
        int length = await content.ReadAtLeastAsync(first, first.Length, throwOnEndOfStream: false, cancellation);
        content.Position = 0;
        if (length == 4 && first.AsSpan().StartsWith("PK"u8))
        {
            await ReadArchiveAsync(intake, name, content, mostUnpacked, cancellation);
        }
        else if (await BytesAsync(content, AdvisoryLimits.FileBytes, cancellation) is { } json)
        {
            intake.Add(name, json, cancellation);
        }
        else
        {
            intake.Refuse(name, AdvisoryProblem.TooLarge);
        }
    }

    /// <summary>True for the names of files that may hold advisories.</summary>
    public static bool IsOne(string name) => Array.Exists((string[])[".json", ".jsonl", ".ndjson"], e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    private static async Task ReadArchiveAsync(AdvisoryIntake intake, string name, Stream content, long mostUnpacked, CancellationToken cancellation)
    {
        if (await DirectorySizeAsync(content, cancellation) > MostDirectoryBytes)
        {
            intake.Refuse(name, AdvisoryProblem.TooLarge);
            return;
        }

        try
        {
            using ZipArchive archive = new(content, ZipArchiveMode.Read, leaveOpen: true);
            foreach (ZipArchiveEntry entry in archive.Entries.Where(e => IsOne(e.Name)))
            {
                if (intake.IsFull)
                {
                    intake.Refuse(name, AdvisoryProblem.TooMany);
                    return;
                }

                await using Stream unpacked = await entry.OpenAsync(cancellation);
                byte[]? json = await BytesAsync(unpacked, (int)Math.Min(AdvisoryLimits.FileBytes, mostUnpacked), cancellation);
                if (json is null)
                {
                    intake.Refuse($"{name}: {entry.FullName}", AdvisoryProblem.TooLarge);
                    return;
                }

                mostUnpacked -= json.Length;
                intake.Add($"{name}: {entry.FullName}", json, cancellation);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException)
        {
            intake.Refuse(name, AdvisoryProblem.Archive);
        }
    }

    // What the archive says at its end; what it really holds is bounded by its own length.
    private static async Task<long> DirectorySizeAsync(Stream content, CancellationToken cancellation)
    {
        byte[] tail = new byte[(int)Math.Min(content.Length, EndSize + ushort.MaxValue)];
        content.Position = content.Length - tail.Length;
        await content.ReadExactlyAsync(tail, cancellation);
        content.Position = 0;
        int at = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        return at < 0 || at > tail.Length - EndSize ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 12));
    }

    // Null when there is more.
    private static async Task<byte[]?> BytesAsync(Stream content, int most, CancellationToken cancellation)
    {
        using MemoryStream memory = new();
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellation)) > 0)
        {
            if (memory.Length + read > most)
            {
                return null;
            }

            await memory.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        return memory.ToArray();
    }
}

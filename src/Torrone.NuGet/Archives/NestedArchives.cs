using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Torrone.NuGet.Archives;

/// <summary>
/// Unpacks archives that lie within a package's entries, to nowhere, in the one pass in which the entry is read: for what they grow to, and
/// for secrets. Their headers are believed only as far as the bytes bear them out; what cannot be unpacked is left alone, since it is
/// the package and not its content that must be sound.
/// </summary>
/// <param name="scan">A new one for each entry; null looks for nothing.</param>
internal sealed class NestedArchives(NestedBudget budget, Func<string, SecretScan?> scan, CancellationToken cancellation)
{
    private const int HeaderSize = 30;
    private const ushort SizesFollow = 8;
    private const ushort Zip64Extra = 1;

    /// <summary>True when an archive begins here.</summary>
    public static bool Begins(ForwardReader content) => content.Peek(4).SequenceEqual("PK\x03\x04"u8);

    /// <summary>Looks into the archive that begins here, as far as it goes.</summary>
    /// <param name="entry">The package's entry that holds it, at whatever depth.</param>
    /// <param name="depth">1 for an archive in the package itself.</param>
    public void Look(ForwardReader archive, string entry, int depth)
    {
        if (!budget.MayEnter(depth, entry))
        {
            return;
        }

        while (!budget.IsSpent && Begins(archive) && budget.TryTakeEntry(entry) && TryEntry(archive, entry, depth))
        {
        }
    }

    /// <summary>False when what follows cannot be found.</summary>
    private bool TryEntry(ForwardReader archive, string entry, int depth)
    {
        var header = archive.Peek(HeaderSize);
        if (header.Length < HeaderSize)
        {
            return false;
        }

        var flags = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
        var method = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        long packed = BinaryPrimitives.ReadUInt32LittleEndian(header[18..]);
        var (name, extra) = (BinaryPrimitives.ReadUInt16LittleEndian(header[26..]), BinaryPrimitives.ReadUInt16LittleEndian(header[28..]));
        if (!archive.Skip(HeaderSize + name))
        {
            return false;
        }

        if (packed == uint.MaxValue)
        {
            packed = WidePacked(archive.Peek(Math.Min((int)extra, ForwardReader.Ahead)));
        }

        var isOpenEnded = (flags & SizesFollow) != 0 && packed == 0;
        if (!archive.Skip(extra) || packed < 0)
        {
            return false;
        }

        var isReadable = (flags & 1) == 0 && method is ZipEntry.Stored or ZipEntry.Deflated;
        if (isOpenEnded && (!isReadable || method == ZipEntry.Stored))
        {
            // Only deflated bytes say where they end. An empty entry (a folder) has none.
            return archive.Peek(2).SequenceEqual("PK"u8) && SkipDescriptor(archive);
        }

        using var source = new PackedStream(archive, isOpenEnded ? null : packed);
        if (isReadable)
        {
            Unpack(source, method, entry, depth);
        }

        return !budget.IsSpent && source.SkipRest() && ((flags & SizesFollow) == 0 || SkipDescriptor(archive));
    }

    private void Unpack(PackedStream source, ushort method, string entry, int depth)
    {
        using Stream content = method == ZipEntry.Deflated ? new DeflateStream(source, CompressionMode.Decompress, true) : source;
        using var observed = new ObservedStream(content, long.MaxValue - 1, scan(entry), cancellation);
        using var counted = new ForwardReader(observed);
        var before = 0L;
        if (Begins(counted))
        {
            Look(counted, entry, depth + 1);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(ForwardReader.Ahead);
        while (!budget.IsSpent && budget.TryTakeBytes((int)(observed.Size - before), entry))
        {
            before = observed.Size;
            if (counted.Read(buffer) == 0)
            {
                break;
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>The sizes that follow an entry, which come with and without a mark, narrow and wide.</summary>
    private static bool SkipDescriptor(ForwardReader archive)
    {
        var ahead = archive.Peek(24);
        if (!ahead.StartsWith("PK\x07\x08"u8))
        {
            return true;
        }

        var isNarrow = ahead.Length < 24 || ahead[16..].StartsWith("PK"u8);
        return archive.Skip(isNarrow ? 16 : 24);
    }

    /// <summary>The packed size in the wide field, which follows the unpacked one; -1 when there is none.</summary>
    private static long WidePacked(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == Zip64Extra)
            {
                return length >= 16 && extra.Length >= 20 ? BinaryPrimitives.ReadInt64LittleEndian(extra[12..]) : -1;
            }

            extra = extra.Length > 4 + length ? extra[(4 + length)..] : [];
        }

        return -1;
    }
}

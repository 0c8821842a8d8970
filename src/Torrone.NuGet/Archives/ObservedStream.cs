namespace Torrone.NuGet.Archives;

/// <summary>
/// What an entry unpacks to, read once by whoever wants it: on the way it is counted, summed up and looked through for secrets. Ends one
/// byte after the declared size, which is enough to know that the declaration was false, and where the packed bytes are damaged.
/// </summary>
/// <param name="content">Read forward only; stays open.</param>
/// <param name="declared">Bytes.</param>
/// <param name="scan">Null looks for nothing.</param>
internal sealed class ObservedStream(Stream content, long declared, SecretScan? scan, CancellationToken cancellation) : ForwardStream
{
    /// <summary>Bytes so far.</summary>
    public long Size { get; private set; }

    /// <summary>Of the bytes so far.</summary>
    public uint Checksum { get; private set; }

    /// <summary>True when the content ended because it could not be unpacked further.</summary>
    public bool IsBroken { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        cancellation.ThrowIfCancellationRequested();
        var wanted = declared < Size ? 0 : (int)Math.Min(buffer.Length, declared - Size + 1);
        var chunk = buffer[..Unpack(buffer[..wanted])];
        Checksum = Crc32.Append(Checksum, chunk);
        scan?.Append(chunk);
        Size += chunk.Length;
        return chunk.Length;
    }

    private int Unpack(Span<byte> buffer)
    {
        try
        {
            return buffer.IsEmpty || IsBroken ? 0 : content.Read(buffer);
        }
        catch (InvalidDataException)
        {
            IsBroken = true;
            return 0;
        }
    }
}

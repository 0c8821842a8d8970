namespace Torrone.NuGet.Archives;

/// <summary>The packed bytes of an entry within an archive that cannot be sought in.</summary>
/// <param name="length">
/// Bytes; null when only the packed data itself knows where it ends. Then they are handed out up to the next place that may begin a record
/// of the archive, so that who unpacks them has taken no byte too many when the data ends there.
/// </param>
internal sealed class PackedStream(ForwardReader source, long? length) : ForwardStream
{
    private long left = length ?? long.MaxValue;

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, length is null ? UpToRecord() : left);
        var read = wanted == 0 ? 0 : source.Read(buffer[..wanted]);
        left -= read;
        return read;
    }

    /// <summary>Goes on to where the entry ends, if that is known. False when the archive ends before.</summary>
    public bool SkipRest() => length is null || source.Skip(left);

    private int UpToRecord()
    {
        var ahead = source.PeekBuffered();
        for (var at = 1; at < ahead.Length; at++)
        {
            var next = ahead[at..].IndexOf((byte)'P');
            if (next < 0)
            {
                return ahead.Length;
            }

            at += next;
            if (at + 1 == ahead.Length || ahead[at + 1] == 'K')
            {
                return at;
            }
        }

        return ahead.Length;
    }
}

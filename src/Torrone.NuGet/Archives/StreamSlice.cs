using System.Diagnostics.CodeAnalysis;

namespace Torrone.NuGet.Archives;

/// <summary>A read-only window on a seekable stream. Nothing outside it can be read; disposing it leaves the stream open.</summary>
internal sealed class StreamSlice : ForwardStream
{
    [SuppressMessage("Usage", "CA2213", Justification = "The archive belongs to whoever opened it, and the next entry is read from it.")]
    private readonly Stream source;
    private readonly long length;
    private long consumed;

    public StreamSlice(Stream source, long offset, long length)
    {
        this.source = source;
        this.length = length;
        source.Position = offset;
    }

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, length - consumed);
        var read = wanted == 0 ? 0 : source.Read(buffer[..wanted]);
        consumed += read;
        return read;
    }
}

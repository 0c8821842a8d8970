using System.Diagnostics.CodeAnalysis;

namespace Torrone.NuGet.Archives;

/// <summary>A read-only window on a seekable stream. Nothing outside it can be read; disposing it leaves the stream open.</summary>
internal sealed class StreamSlice : Stream
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

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => consumed;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, length - consumed);
        var read = wanted == 0 ? 0 : source.Read(buffer[..wanted]);
        consumed += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

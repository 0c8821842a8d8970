namespace Torrone.Storage.Tests;

/// <summary>Zeros without end, unless it is told to end or to break.</summary>
internal sealed class EndlessStream : Stream
{
    public long Given { get; private set; }

    public long EndAfter { get; init; } = long.MaxValue;

    public long BreakAfter { get; init; } = long.MaxValue;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => Given; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (Given >= BreakAfter)
        {
            throw new IOException("Connection reset by peer");
        }

        var read = (int)Math.Min(count, EndAfter - Given);
        Array.Clear(buffer, offset, read);
        Given += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

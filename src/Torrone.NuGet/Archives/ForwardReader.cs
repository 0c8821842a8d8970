using System.Buffers;

namespace Torrone.NuGet.Archives;

/// <summary>Reads a stream forward and can look a little ahead.</summary>
/// <param name="source">Stays open.</param>
internal sealed class ForwardReader(Stream source) : IDisposable
{
    /// <summary>How far can be looked ahead, in bytes.</summary>
    public const int Ahead = 4096;

    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(Ahead);
    private int start;
    private int end;

    /// <summary>The next bytes without taking them; fewer than asked for only at the end.</summary>
    /// <param name="count">At most <see cref="Ahead"/>.</param>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (end - start < count && start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        while (end - start < count)
        {
            var read = source.Read(buffer.AsSpan(end, Ahead - end));
            if (read == 0)
            {
                break;
            }

            end += read;
        }

        return buffer.AsSpan(start, Math.Min(count, end - start));
    }

    /// <summary>What is here already, and at least two bytes of it unless the stream ends before.</summary>
    public ReadOnlySpan<byte> PeekBuffered()
    {
        _ = Peek(end - start < 2 ? Ahead : 2);
        return buffer.AsSpan(start, end - start);
    }

    public int Read(Span<byte> target)
    {
        if (start == end)
        {
            return source.Read(target);
        }

        var read = Math.Min(target.Length, end - start);
        buffer.AsSpan(start, read).CopyTo(target);
        start += read;
        return read;
    }

    /// <summary>False when the stream ends before.</summary>
    public bool Skip(long count)
    {
        while (count > 0)
        {
            var there = Peek((int)Math.Min(count, Ahead)).Length;
            if (there == 0)
            {
                return false;
            }

            start += there;
            count -= there;
        }

        return true;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}

namespace Torrone.Storage.Tests;

/// <summary>Gives what it has in pieces of odd length, as a network does.</summary>
internal sealed class DribblingStream(byte[] content) : MemoryStream(content)
{
    private int _piece;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _piece = (_piece * 7 % 5_003) + 1;
        return base.ReadAsync(buffer[..Math.Min(buffer.Length, _piece)], cancellationToken);
    }
}

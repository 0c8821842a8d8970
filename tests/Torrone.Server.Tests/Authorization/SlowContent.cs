using System.Net;

namespace Torrone.Server.Tests.Authorization;

/// <summary>A body whose second half waits until it is told to go.</summary>
internal sealed class SlowContent(byte[] bytes) : HttpContent
{
    private readonly TaskCompletionSource _half = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _rest = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task HalfSent => _half.Task;

    public void Finish() => _rest.SetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
        await stream.FlushAsync();
        _half.SetResult();
        await _rest.Task;
        await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

namespace Torrone.Storage;

/// <summary>A stream went on past the cap it was spooled under. Nothing of it is left on disk.</summary>
public sealed class BlobTooLargeException(long maxBytes)
    : IOException($"The stream is longer than the {maxBytes} bytes allowed.")
{
    /// <summary>The cap that was passed, in bytes.</summary>
    public long MaxBytes { get; } = maxBytes;
}

namespace Torrone.Storage;

/// <summary>What a store knows of a blob without opening it.</summary>
/// <param name="Hash">The blob's name.</param>
/// <param name="Size">Bytes.</param>
/// <param name="LastModified">When it was put, in Unix milliseconds (UTC), as the store remembers it.</param>
public readonly record struct BlobInfo(BlobHash Hash, long Size, long LastModified);

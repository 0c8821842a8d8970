namespace Torrone.Server.Symbols;

/// <summary>A version, and what is known of its symbols.</summary>
internal sealed class ParentVersion
{
    public long Id { get; init; }

    public byte[] BlobHash { get; init; } = [];

    /// <summary>SHA-512 of the symbols package that is there; null when there is none.</summary>
    public byte[]? HashPushed { get; init; }

    public long? KeyId { get; init; }

    public string? SessionId { get; init; }
}

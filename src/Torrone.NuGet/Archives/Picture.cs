namespace Torrone.NuGet.Archives;

/// <summary>Tells the pictures that clients can show by their first bytes; the file's name proves nothing.</summary>
internal static class Picture
{
    /// <summary><c>image/png</c>, <c>image/jpeg</c> or, for anything else, null.</summary>
    public static string? MediaType(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : null;
}

namespace Torrone.Server.ApiKeys;

/// <summary>CRC-32 as in ISO 3309 (the one of zip files): finds every single wrong character of a key, and says nothing about its secret.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n => Step((uint)n))];

    /// <summary>The checksum of ASCII text.</summary>
    public static uint Of(ReadOnlySpan<char> ascii)
    {
        uint crc = uint.MaxValue;
        foreach (char c in ascii)
        {
            crc = Table[(byte)(crc ^ c)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint Step(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : Polynomial ^ (value >> 1);
        }

        return value;
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Torrone.Testing;

/// <summary>An authenticator app (RFC 6238), written apart from the server's own: what it shows must be what the server wants.</summary>
/// <param name="secret">Base32, as a person types it: with blanks, in either case.</param>
public sealed class AuthenticatorApp(string secret)
{
    private readonly byte[] _seed = Decode(secret);

    /// <summary>The secret without blanks.</summary>
    public string Secret { get; } = string.Concat(secret.Where(c => !char.IsWhiteSpace(c)));

    /// <summary>What the app shows now.</summary>
    public string Now => At(DateTimeOffset.UtcNow.ToUnixTimeSeconds());

    /// <summary>What it shows at a time in UTC Unix seconds.</summary>
    public string At(long seconds)
    {
        byte[] counter = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(counter, (ulong)(seconds / 30));
#pragma warning disable CA5350 // The standard's own hash.
        byte[] mac = HMACSHA1.HashData(_seed, counter);
#pragma warning restore CA5350
        int at = mac[^1] % 16;
        uint word = BinaryPrimitives.ReadUInt32BigEndian(mac.AsSpan(at, 4)) % (1u << 31);
        return (word % 1000000).ToString("000000", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string text)
    {
        BigInteger number = BigInteger.Zero;
        int letters = 0;
        foreach (char c in text.ToUpperInvariant().Where(c => !char.IsWhiteSpace(c)))
        {
            number = (number * 32) + (char.IsAsciiDigit(c) ? c - '2' + 26 : c - 'A');
            letters++;
        }

        int bytes = letters * 5 / 8;
        return [.. (number >> ((letters * 5) - (bytes * 8))).ToByteArray(isUnsigned: true, isBigEndian: true).Reverse().Concat(new byte[bytes]).Take(bytes).Reverse()];
    }
}

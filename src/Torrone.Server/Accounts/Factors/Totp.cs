using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Torrone.Server.Accounts.Factors;

/// <summary>
/// Time-based one-time passwords as authenticator apps make them (RFC 6238: HMAC-SHA-1, six digits, 30 seconds). The framework's own does
/// not tell which time step a code belongs to, and without that a code that was seen over a shoulder works a second time.
/// </summary>
internal static class Totp
{
    /// <summary>The bytes of a seed, as RFC 4226 recommends.</summary>
    public const int SeedLength = 20;

    /// <summary>The digits of a code.</summary>
    public const int Digits = 6;

    /// <summary>Seconds that a code is shown.</summary>
    public const int Period = 30;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The time step of a moment.</summary>
    /// <param name="now">UTC Unix milliseconds.</param>
    public static long StepOf(long now) => now / (Period * 1000L);

    /// <summary>The code of a time step.</summary>
    public static string Code(ReadOnlySpan<byte> seed, long step)
    {
        Span<byte> moment = stackalloc byte[8];
        Span<byte> hash = stackalloc byte[20];
        BinaryPrimitives.WriteInt64BigEndian(moment, step);
#pragma warning disable CA5350 // Authenticator apps know no other hash, and HMAC-SHA-1 is not broken.
        HMACSHA1.HashData(seed, moment, hash);
#pragma warning restore CA5350
        int number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[19] & 0x0F)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The time step that the code belongs to: this one, the one before or the one after (phones' clocks differ), and later than the last
    /// that was taken. Null when there is none.
    /// </summary>
    /// <param name="now">UTC Unix milliseconds.</param>
    public static long? Match(ReadOnlySpan<byte> seed, string code, long now, long lastStep)
    {
        long? found = null;
        byte[] given = Encoding.UTF8.GetBytes(code);
        for (long step = StepOf(now) - 1; step <= StepOf(now) + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(Code(seed, step))) && step > lastStep)
            {
                found ??= step;
            }
        }

        return found;
    }

    /// <summary>The seed as people type it into an app: Base32 without padding (RFC 4648).</summary>
    public static string Text(ReadOnlySpan<byte> seed)
    {
        StringBuilder text = new();
        int bits = 0;
        int held = 0;
        foreach (byte b in seed)
        {
            held = (held << 8) | b;
            for (bits += 8; bits >= 5; bits -= 5)
            {
                text.Append(Base32[(held >> (bits - 5)) & 31]);
            }

            held &= 0xFF;
        }

        return bits == 0 ? text.ToString() : text.Append(Base32[(held << (5 - bits)) & 31]).ToString();
    }
}

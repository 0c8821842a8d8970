using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Torrone.Server.Secrets;

/// <summary>
/// Seals small secrets under the master key (AES-256-GCM, a fresh nonce each), so that a stolen database alone opens none. What is sealed
/// belongs to a purpose and a place: moved to another row, or used for something else, it does not open. Thread-safe.
/// </summary>
public sealed class Sealer(MasterKey master)
{
    private const int VersionLength = 4;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Overhead = VersionLength + NonceLength + TagLength;

    /// <param name="purpose">What it is, e.g. "authenticator".</param>
    /// <param name="place">Where it belongs, e.g. a person's opaque id.</param>
    public byte[] Seal(string purpose, string place, ReadOnlySpan<byte> secret)
    {
        byte[] @sealed = new byte[Overhead + secret.Length];
        Span<byte> nonce = @sealed.AsSpan(VersionLength, NonceLength);
        BinaryPrimitives.WriteInt32BigEndian(@sealed, master.Current);
        RandomNumberGenerator.Fill(nonce);
        using AesGcm aes = new(master.Derive(purpose, master.Current), TagLength);
        aes.Encrypt(nonce, secret, @sealed.AsSpan(VersionLength + NonceLength, secret.Length), @sealed.AsSpan(@sealed.Length - TagLength), Encoding.UTF8.GetBytes(place));
        return @sealed;
    }

    /// <summary>Null when the bytes were changed, belong elsewhere, or were sealed under a key that is gone.</summary>
    public byte[]? Open(string purpose, string place, ReadOnlySpan<byte> @sealed)
    {
        if (@sealed.Length < Overhead || !master.Versions.Contains(BinaryPrimitives.ReadInt32BigEndian(@sealed)))
        {
            return null;
        }

        byte[] secret = new byte[@sealed.Length - Overhead];
        using AesGcm aes = new(master.Derive(purpose, BinaryPrimitives.ReadInt32BigEndian(@sealed)), TagLength);
        try
        {
            aes.Decrypt(@sealed.Slice(VersionLength, NonceLength), @sealed.Slice(VersionLength + NonceLength, secret.Length), @sealed[^TagLength..], secret,
                Encoding.UTF8.GetBytes(place));
            return secret;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

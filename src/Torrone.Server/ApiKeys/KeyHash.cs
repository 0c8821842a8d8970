using System.Security.Cryptography;
using System.Text;
using Torrone.Server.Secrets;

namespace Torrone.Server.ApiKeys;

/// <summary>
/// What the database keeps of a secret: HMAC-SHA-256 under a pepper that is derived from the master key. With 190 random bits a slow
/// hash would buy nothing and cost every push; without the pepper a stolen database yields no key.
/// </summary>
public sealed class KeyHash
{
    private readonly Dictionary<int, byte[]> _peppers;

    public KeyHash(MasterKey master)
    {
        Current = master.Current;
        Versions = [.. master.Versions.OrderDescending()];
        _peppers = Versions.ToDictionary(v => v, v => master.Derive("api-key-pepper", v));
    }

    /// <summary>The pepper version of new secrets.</summary>
    public int Current { get; }

    /// <summary>Every version that a stored secret may have, newest first.</summary>
    public IReadOnlyList<int> Versions { get; }

    /// <summary>The 32 bytes that stand for the secret.</summary>
    /// <exception cref="KeyNotFoundException">The master key's ring no longer has the version.</exception>
    public byte[] Of(KeyText key, int version) => HMACSHA256.HashData(_peppers[version], Encoding.ASCII.GetBytes(key.Reveal()));
}

using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Torrone.Server.Data;
using Torrone.Server.Secrets;

namespace Torrone.Server.Accounts.Factors;

/// <summary>
/// The challenge between the page that asks and the form that answers: sealed, so that nothing is written for a stranger who only looks
/// at the sign-in page; noted when it is used, so that an answer works once.
/// </summary>
internal sealed class PasskeyStates(Sealer sealer, TimeProvider clock)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    // The sealed state of the framework is some hundred bytes.
    private const int Longest = 8192;

    public string Seal(string purpose, string place, string? state)
    {
        byte[] text = Encoding.UTF8.GetBytes(state ?? "");
        byte[] waiting = new byte[8 + text.Length];
        BinaryPrimitives.WriteInt64BigEndian(waiting, Now());
        text.CopyTo(waiting, 8);
        return Base64Url.EncodeToString(sealer.Seal("passkey-" + purpose, place, waiting));
    }

    /// <summary>Null when it is too old, or for something or somebody else.</summary>
    public string? Open(string purpose, string place, string text) =>
        text.Length is > 0 and < Longest && Base64Url.IsValid(text)
        && sealer.Open("passkey-" + purpose, place, Base64Url.DecodeFromChars(text)) is { Length: >= 8 } waiting
        && Now() - BinaryPrimitives.ReadInt64BigEndian(waiting) < (long)Lasts.TotalMilliseconds
            ? Encoding.UTF8.GetString(waiting.AsSpan(8))
            : null;

    /// <summary>Uses the state up; false when somebody has.</summary>
    public async Task<bool> SpendAsync(WriteTransaction write, string text) => await write.ExecuteAsync(
        """
        INSERT INTO one_time_links (token_hash, purpose, created_at, expires_at, used_at) VALUES (@hash, 'passkey-answer', @now, @expires, @now)
        ON CONFLICT (token_hash) DO NOTHING
        """, new { hash = SHA256.HashData(Encoding.ASCII.GetBytes("passkey:" + text)), now = Now(), expires = Now() + (long)Lasts.TotalMilliseconds }) == 1;

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}

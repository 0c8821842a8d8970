using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Torrone.Server.Organizations;

/// <summary>The secret of an invitation's link: 256 random bits, of which the row keeps the SHA-256.</summary>
internal static class InvitationTokens
{
    // Longer than any token of ours, shorter than what would cost anything.
    private const int Longest = 64;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What the row holds; of nothing and of what cannot be a token, the hash of no token.</summary>
    public static byte[] Hash(string? token) => SHA256.HashData(Encoding.UTF8.GetBytes(token is { Length: > 0 and <= Longest } ? token : "-"));
}

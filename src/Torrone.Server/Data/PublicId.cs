using System.Security.Cryptography;

namespace Torrone.Server.Data;

/// <summary>The opaque name of a row: 22 base62 characters, 130 random bits. Says nothing about order or count.</summary>
public static class PublicId
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string New() => RandomNumberGenerator.GetString(Alphabet, 22);
}

using System.Text;

namespace Torrone.Fuzz.Tests.Running;

/// <summary>A target that reads text. Bytes are UTF-8, but for U+F8F0 to U+F8FF, which stand for halves of surrogate pairs.</summary>
internal abstract class TextTarget : FuzzTarget
{
    public const char FirstHalf = '\uF8F0';

    /// <summary>Texts that break readers of text, whatever they read.</summary>
    private static readonly string[] Strange =
    [
        "\0", "\uF8F0", "\uF8FF", "\uD83D\uDE00", "\u0130", "\u212A", "\u00DF", "\uFFFE", "\u202E", "\u0301", "\u65E5\u672C", "\u0661", "\u00A0", "\u2028",
        " ", "\t", "\r\n", "\"", "'", "\\", "%00", "-1", "0", "2147483648", "9223372036854775808", "99999999999999999999", "1e9", "NaN",
    ];

    public sealed override IReadOnlyList<string> Words => [.. Strange, .. OwnWords];

    public sealed override IEnumerable<byte[]> Seeds => Texts.Select(Encoding.UTF8.GetBytes);

    protected abstract IReadOnlyList<string> OwnWords { get; }

    protected abstract IEnumerable<string> Texts { get; }

    public sealed override object? Run(byte[] input) => Run(Decode(input));

    public sealed override string Judge(byte[] input, object? result) => Judge(Decode(input), result);

    protected abstract object? Run(string text);

    protected abstract string Judge(string text, object? result);

    private static string Decode(byte[] input) => new([.. Encoding.UTF8.GetString(input).Select(Half)]);

    private static char Half(char c) => c is >= FirstHalf and <= '\uF8FF' ? (char)((c < '\uF8F8' ? 0xD800 : 0xDC00) + (c & 7)) : c;
}

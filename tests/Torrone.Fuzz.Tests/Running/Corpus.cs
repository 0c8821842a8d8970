using System.Globalization;
using System.Text;
using Torrone.Testing;

namespace Torrone.Fuzz.Tests.Running;

/// <summary>
/// Inputs worth keeping, one a line: printable ASCII stands for itself, other bytes and the backslash as <c>\xNN</c>; a line that begins
/// with = is Base64. Lines that begin with # are words for people.
/// </summary>
internal static class Corpus
{
    private const int MostLines = 150;
    private const int LongestLine = 4_000;

    /// <summary>The inputs of a target; none where it has no file.</summary>
    public static List<byte[]> Read(string target) => File.Exists(FileOf(target))
        ? [.. File.ReadLines(FileOf(target)).Where(line => line.Length > 0 && line[0] != '#').Select(Parse)]
        : [];

    /// <summary>Adds inputs, as far as there is room, below those that are there.</summary>
    public static void Add(string target, IEnumerable<byte[]> inputs)
    {
        var known = File.Exists(FileOf(target)) ? File.ReadAllLines(FileOf(target)) : [];
        var lines = known.Concat(inputs.Select(Line).Where(line => line.Length is > 0 and <= LongestLine)).Distinct().Take(Math.Max(MostLines, known.Length));
        File.WriteAllLines(FileOf(target), lines);
    }

    public static string Line(byte[] input)
    {
        StringBuilder line = new();
        foreach (var one in input)
        {
            var plain = one is >= (byte)' ' and <= (byte)'~' and not (byte)'\\' && (line.Length > 0 || one is not ((byte)'#' or (byte)'='));
            line.Append(plain ? ((char)one).ToString() : string.Create(CultureInfo.InvariantCulture, $"\\x{one:X2}"));
        }

        return line.Length <= input.Length * 4 / 3 ? line.ToString() : "=" + Convert.ToBase64String(input);
    }

    public static byte[] Parse(string line)
    {
        if (line[0] == '=')
        {
            return Convert.FromBase64String(line[1..]);
        }

        List<byte> bytes = [];
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '\\')
            {
                bytes.Add(Convert.ToByte(line.Substring(at + 2, 2), 16));
                at += 3;
            }
            else
            {
                bytes.Add((byte)line[at]);
            }
        }

        return [.. bytes];
    }

    private static string FileOf(string target) => Repository.File("tests", "Torrone.Fuzz.Tests", "Corpus", target + ".txt");
}

using System.Buffers.Binary;
using System.Text;

namespace Torrone.Fuzz.Tests.Running;

/// <summary>A few changes at once to bytes that mean something to somebody.</summary>
internal sealed class ByteMutations(Random random, IReadOnlyList<string> words)
{
    private static readonly long[] Numbers = [0, 1, -1, 127, 128, 255, 256, 32767, 65535, 65536, int.MaxValue, uint.MaxValue, long.MaxValue, long.MinValue];

    public byte[] Mutate(byte[] parent, byte[] other)
    {
        List<byte> bytes = [.. parent];
        for (var change = random.Next(3) == 0 ? random.Next(2, 9) : 1; change > 0; change--)
        {
            Change(bytes, other);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        var at = random.Next(bytes.Count + 1);
        var some = Math.Min(random.Next(1, 1 << random.Next(1, 7)), bytes.Count - at);
        switch (random.Next(12))
        {
            case 0 when some > 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when some > 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, some);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, some));
                break;
            case 4:
                bytes.InsertRange(at, Enumerable.Repeat(bytes.GetRange(at, some), random.Next(1, 40)).SelectMany(b => b));
                break;
            case 5:
                Number(bytes, at);
                break;
            case 6 when other.Length > 0:
                var from = random.Next(other.Length);
                bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(1, 200))]);
                break;
            case 7 when random.Next(8) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 8 when other.Length > 0:
                // The beginning of one, the end of the other.
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other[Math.Min(at, other.Length)..]);
                break;
            case 9:
                Move(bytes, at, some);
                break;
            default:
                Word(bytes, at, some);
                break;
        }
    }

    private void Word(List<byte> bytes, int at, int some)
    {
        if (words.Count == 0)
        {
            return;
        }

        if (random.Next(2) == 0)
        {
            bytes.RemoveRange(at, some);
        }

        bytes.InsertRange(at, Encoding.UTF8.GetBytes(words[random.Next(words.Count)]));
    }

    private void Number(List<byte> bytes, int at)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, Numbers[random.Next(Numbers.Length)]);
        var size = Math.Min(1 << random.Next(4), bytes.Count - at);
        for (var i = 0; i < size; i++)
        {
            bytes[at + i] = number[i];
        }
    }

    private void Move(List<byte> bytes, int at, int some)
    {
        var piece = bytes.GetRange(at, some);
        bytes.RemoveRange(at, some);
        bytes.InsertRange(random.Next(bytes.Count + 1), piece);
    }
}

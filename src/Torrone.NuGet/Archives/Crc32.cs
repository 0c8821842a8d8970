using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Arm = System.Runtime.Intrinsics.Arm;

namespace Torrone.NuGet.Archives;

/// <summary>
/// The zip format's checksum (reflected polynomial EDB88320); the BCL has no such checksum of its own. Every byte of every package goes
/// through it, so it uses what the processor offers: carry-less multiplication, folding 64 bytes at a time, or ARM's own instruction.
/// </summary>
internal static class Crc32
{
    private const int Block = 16;
    private static readonly uint[] Table = BuildTable();

    // Remainders of powers of x, bit-reflected: for folding by 512 and by 128 bits, to 64 bits, and for Barrett's reduction.
    private static readonly Vector128<ulong> By512 = Vector128.Create(0x154442BD4UL, 0x1C6E41596UL);
    private static readonly Vector128<ulong> By128 = Vector128.Create(0x1751997D0UL, 0x0CCAA009EUL);
    private static readonly Vector128<ulong> To64 = Vector128.Create(0x163CD6124UL, 0UL);
    private static readonly Vector128<ulong> Barrett = Vector128.Create(0x1DB710641UL, 0x1F7011641UL);
    private static readonly Vector128<ulong> LowHalves = Vector128.Create(0xFFFFFFFFUL, 0xFFFFFFFFUL);

    /// <summary>The checksum of all bytes so far and these. Begin with 0.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~checksum;
        if (Pclmulqdq.IsSupported && bytes.Length >= 4 * Block)
        {
            var whole = bytes.Length & ~(Block - 1);
            crc = Fold(crc, MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes[..whole]));
            bytes = bytes[whole..];
        }
        else if (Arm.Crc32.Arm64.IsSupported)
        {
            for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            {
                crc = Arm.Crc32.Arm64.ComputeCrc32(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            }
        }

        return ~Plain(crc, bytes);
    }

    /// <summary>Four bytes at a time through tables: for processors without better, and for what is left over.</summary>
    internal static uint Plain(uint crc, ReadOnlySpan<byte> bytes)
    {
        var table = Table;
        while (bytes.Length >= 4)
        {
            crc ^= BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = table[768 + (crc & 0xFF)] ^ table[512 + ((crc >> 8) & 0xFF)] ^ table[256 + ((crc >> 16) & 0xFF)] ^ table[crc >> 24];
            bytes = bytes[4..];
        }

        foreach (var one in bytes)
        {
            crc = table[(crc ^ one) & 0xFF] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint Fold(uint crc, ReadOnlySpan<Vector128<ulong>> blocks)
    {
        var (first, second, third, fourth) = (blocks[0] ^ Vector128.CreateScalar(crc).AsUInt64(), blocks[1], blocks[2], blocks[3]);
        for (blocks = blocks[4..]; blocks.Length >= 4; blocks = blocks[4..])
        {
            first = Step(first, By512) ^ blocks[0];
            second = Step(second, By512) ^ blocks[1];
            third = Step(third, By512) ^ blocks[2];
            fourth = Step(fourth, By512) ^ blocks[3];
        }

        first = Step(Step(Step(first, By128) ^ second, By128) ^ third, By128) ^ fourth;
        foreach (var block in blocks)
        {
            first = Step(first, By128) ^ block;
        }

        first = Upper(first) ^ Pclmulqdq.CarrylessMultiply(first, By128, 0x10);
        first = Sse2.ShiftRightLogical128BitLane(first, 4) ^ Pclmulqdq.CarrylessMultiply(first & LowHalves, To64, 0x00);
        var quotient = Pclmulqdq.CarrylessMultiply(first & LowHalves, Barrett, 0x10) & LowHalves;
        return (first ^ Pclmulqdq.CarrylessMultiply(quotient, Barrett, 0x00)).AsUInt32().GetElement(1);
    }

    private static Vector128<ulong> Upper(Vector128<ulong> value) => Sse2.ShiftRightLogical128BitLane(value, 8);

    private static Vector128<ulong> Step(Vector128<ulong> value, Vector128<ulong> by) =>
        Pclmulqdq.CarrylessMultiply(value, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, by, 0x11);

    private static uint[] BuildTable()
    {
        var table = new uint[1024];
        for (uint value = 0; value < 256; value++)
        {
            var crc = value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }

            table[value] = crc;
        }

        for (var index = 256; index < 1024; index++)
        {
            var before = table[index - 256];
            table[index] = table[before & 0xFF] ^ (before >> 8);
        }

        return table;
    }
}

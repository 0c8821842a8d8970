using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Torrone.NuGet.Archives;

/// <summary>
/// Looks for secrets in bytes that come in pieces, as ASCII (and so UTF-8) and as UTF-16 of either byte order. What a piece breaks off is
/// kept until the next, so nothing is missed between two. One stream of bytes each.
/// </summary>
internal sealed class SecretScan(SecretForm form, Action<string> found)
{
    // The longest that a secret can be: UTF-16 without the zero at its end (or, high byte first, at its beginning).
    private readonly byte[] rest = new byte[(2 * form.Length) - 2];
    private readonly int longest = (2 * form.Length) - 1;
    private int kept;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (kept > 0 && !bytes.IsEmpty)
        {
            Span<byte> seam = stackalloc byte[kept + Math.Min(bytes.Length, longest)];
            rest.AsSpan(0, kept).CopyTo(seam);
            bytes[..(seam.Length - kept)].CopyTo(seam[kept..]);
            Scan(seam);
        }

        Scan(bytes);
        Keep(bytes);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= rest.Length)
        {
            bytes[^rest.Length..].CopyTo(rest);
            kept = rest.Length;
            return;
        }

        var old = Math.Min(kept, rest.Length - bytes.Length);
        rest.AsSpan(kept - old, old).CopyTo(rest);
        bytes.CopyTo(rest.AsSpan(old));
        kept = old + bytes.Length;
    }

    private void Scan(ReadOnlySpan<byte> bytes)
    {
        var (narrow, wide) = (form.MarkerAt, 2 * form.MarkerAt);
        var at = 0;
        if (Vector256.IsHardwareAccelerated || Vector128.IsHardwareAccelerated)
        {
            ref var start = ref MemoryMarshal.GetReference(bytes);
            var (first, marker) = (Vector256.Create((byte)form.First), Vector256.Create((byte)form.Marker));
            for (; at <= bytes.Length - Vector256<byte>.Count - wide; at += Vector256<byte>.Count)
            {
                var alike = Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)at), first)
                    & (Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)(at + narrow)), marker)
                        | Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)(at + wide)), marker));
                for (var places = alike.ExtractMostSignificantBits(); places != 0; places &= places - 1)
                {
                    Look(bytes[(at + BitOperations.TrailingZeroCount(places))..]);
                }
            }
        }

        for (; at < bytes.Length; at++)
        {
            if (bytes[at] == form.First)
            {
                Look(bytes[at..]);
            }
        }
    }

    private void Look(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= form.Length && bytes[form.MarkerAt] == form.Marker)
        {
            Try(bytes[..form.Length]);
        }

        if (bytes.Length < longest || bytes[2 * form.MarkerAt] != form.Marker)
        {
            return;
        }

        Span<byte> text = stackalloc byte[form.Length];
        for (var index = 0; index < longest; index++)
        {
            if ((index & 1) == 0)
            {
                text[index / 2] = bytes[index];
            }
            else if (bytes[index] != 0)
            {
                return;
            }
        }

        Try(text);
    }

    private void Try(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes) && Encoding.ASCII.GetString(bytes) is { } text && form.IsReal(text))
        {
            found(text);
        }
    }
}

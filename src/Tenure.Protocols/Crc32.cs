using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Tenure.Protocols;

/// <summary>CRC-32 as in ISO 3309 and zlib: polynomial 0x04C11DB7 reflected. Finds accidents, not attackers.</summary>
/// <remarks>UEFI 2.10 §5.3.2 names it for partition tables. The text 123456789 gives cbf43926; nothing gives 0.</remarks>
public static class Crc32
{
    private const uint Polynomial = 0xedb88320;

    // x^0 in the reflected order of bits.
    private const uint One = 0x80000000;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(TableEntry)];

    // x^(8·2^k) for k = 0…63: what moves a sum over 2^k bytes.
    private static readonly uint[] Powers = MakePowers();

    /// <summary>The checksum of the bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The checksum of what <paramref name="crc"/> is of, and these bytes after it.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        if (Pclmulqdq.IsSupported && bytes.Length >= 128)
        {
            crc = Fold(crc, ref bytes);
        }

        return ~Step(crc, bytes);
    }

    /// <summary>The checksum of two parts in a row, of which only the sums are known.</summary>
    /// <param name="first">Of the first part.</param>
    /// <param name="second">Of the second.</param>
    /// <param name="secondLength">Bytes of the second.</param>
    public static uint Combine(uint first, uint second, long secondLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(secondLength);
        for (var k = 0; secondLength != 0; k++, secondLength >>= 1)
        {
            first = (secondLength & 1) == 0 ? first : Multiply(first, Powers[k]);
        }

        return first ^ second;
    }

    /// <summary>The checksum of a part that stands there <paramref name="times"/> times.</summary>
    /// <param name="crc">Of the part once.</param>
    /// <param name="length">Bytes of the part once.</param>
    /// <param name="times">How often; the work grows with its digits only.</param>
    public static uint Repeat(uint crc, long length, long times)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        var sum = 0u;
        for (; times != 0; times >>= 1, crc = Combine(crc, crc, length), length <<= 1)
        {
            sum = (times & 1) == 0 ? sum : Combine(sum, crc, length);
        }

        return sum;
    }

    private static uint Step(uint state, ReadOnlySpan<byte> bytes)
    {
        var table = Table;
        foreach (var b in bytes)
        {
            state = table[(byte)(state ^ b)] ^ (state >> 8);
        }

        return state;
    }

    // Folds 64 bytes at a time by carry-less multiplication down to 16 that leave the same remainder, and leaves the tail to the table.
    // V. Gopal and others, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009; its constants for this polynomial.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Fold(uint state, ref ReadOnlySpan<byte> bytes)
    {
        var by64 = Vector128.Create(0x0154442bd4UL, 0x01c6e41596UL);
        var by16 = Vector128.Create(0x01751997d0UL, 0x00ccaa009eUL);
        var blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        var x1 = blocks[0] ^ Vector128.CreateScalar((ulong)state);
        var x2 = blocks[1];
        var x3 = blocks[2];
        var x4 = blocks[3];
        var at = 4;
        for (; at + 4 <= blocks.Length; at += 4)
        {
            x1 = Next(x1, by64) ^ blocks[at];
            x2 = Next(x2, by64) ^ blocks[at + 1];
            x3 = Next(x3, by64) ^ blocks[at + 2];
            x4 = Next(x4, by64) ^ blocks[at + 3];
        }

        x2 ^= Next(x1, by16);
        x3 ^= Next(x2, by16);
        x4 ^= Next(x3, by16);
        bytes = bytes[(at * 16)..];
        Span<byte> rest = stackalloc byte[16];
        x4.AsByte().CopyTo(rest);
        return Step(0, rest);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector128<ulong> Next(Vector128<ulong> x, Vector128<ulong> by) =>
            Pclmulqdq.CarrylessMultiply(x, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(x, by, 0x11);
    }

    private static uint[] MakePowers()
    {
        var powers = new uint[64];
        powers[0] = One >> 8;
        for (var k = 1; k < powers.Length; k++)
        {
            powers[k] = Multiply(powers[k - 1], powers[k - 1]);
        }

        return powers;
    }

    // The product of two polynomials modulo the one of the sum.
    private static uint Multiply(uint a, uint b)
    {
        var product = 0u;
        for (; a != 0; a <<= 1)
        {
            product ^= (a & One) == 0 ? 0 : b;
            b = (b >> 1) ^ ((b & 1) == 0 ? 0 : Polynomial);
        }

        return product;
    }

    private static uint TableEntry(int index)
    {
        var value = (uint)index;
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ Polynomial;
        }

        return value;
    }
}

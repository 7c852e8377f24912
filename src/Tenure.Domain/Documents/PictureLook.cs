using System.Numerics;

namespace Tenure.Domain.Documents;

/// <summary>
/// What a picture looks like, in 256 bits: whether each of 16 × 16 places is darker than its right neighbour. The same picture, made smaller or saved again, differs in a few;
/// one that was turned or cut differs in many.
/// </summary>
/// <remarks>A difference hash (dHash). Nearness says that two pictures are alike, and nothing about whose they are.</remarks>
public static class PictureLook
{
    /// <summary>Bytes of one.</summary>
    public const int Size = 32;

    /// <summary>Places a row, one more than are compared.</summary>
    public const int Columns = 17;

    /// <summary>Rows.</summary>
    public const int Rows = 16;

    /// <summary>Most bits in which two alike pictures differ. One fewer than there are bands: at least one band is the same then.</summary>
    public const int MostApart = 15;

    // What grain and compression do to a plain surface.
    private const int Grain = 3;

    // A blank page looks like any other blank page.
    private const int FewestMarks = 24;

    /// <summary>The look of 17 × 16 places, row by row, dark 0 to light 255; <c>null</c> when there is too little to see.</summary>
    public static byte[]? Of(ReadOnlySpan<byte> places)
    {
        var look = new byte[Size];
        for (var bit = 0; bit < Size * 8; bit++)
        {
            var at = (bit / 16 * Columns) + (bit % 16);
            if (places[at + 1] > places[at] + Grain)
            {
                look[bit / 8] |= (byte)(1 << (bit % 8));
            }
        }

        return Marks(look) >= FewestMarks ? look : null;
    }

    /// <summary>Bits in which two differ.</summary>
    public static int Apart(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var apart = 0;
        for (var i = 0; i < Size; i++)
        {
            apart += BitOperations.PopCount((uint)(one[i] ^ other[i]));
        }

        return apart;
    }

    /// <summary>Sixteen parts by which alike looks are found: place and value in one number. Parts without a mark say nothing.</summary>
    public static IReadOnlyList<int> Bands(ReadOnlySpan<byte> look)
    {
        var bands = new List<int>();
        for (var i = 0; i < Size / 2; i++)
        {
            if ((look[2 * i], look[(2 * i) + 1]) is not (0, 0) and var (low, high))
            {
                bands.Add((i << 16) | (high << 8) | low);
            }
        }

        return bands;
    }

    private static int Marks(byte[] look) => look.Sum(part => BitOperations.PopCount(part));
}

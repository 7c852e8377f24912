using System.Buffers.Binary;

namespace Tenure.Domain.Accounts;

/// <summary>Answers "was this password leaked?" from four bytes for each password instead of the list itself: a Bloom filter cut into blocks.</summary>
/// <remarks>
/// A listed password is always found. One that is not is found by mistake about once in 100,000 times: its person chooses another. Each password sets ten bits
/// of one block of 64 bytes, so that a look-up reads one place of the file (Putze, Sanders, Singler: Cache-, Hash- and Space-Efficient Bloom Filters, 2007).
/// Passwords are known by their SHA-1, because that is what public lists of leaked ones hold; it protects nothing here.
/// </remarks>
public static class PasswordFilter
{
    /// <summary>Length of a SHA-1 in bytes.</summary>
    public const int HashSize = 20;

    /// <summary>Length of a block in bytes.</summary>
    public const int BlockSize = 64;

    /// <summary>The most passwords that a filter is made for.</summary>
    public const long MostPasswords = 1L << 40;

    private const int BytesPerPassword = 4;
    private const int BitsSet = 10;
    private const int BitsOfPosition = 9;

    /// <summary>How many blocks a list of 0 to <see cref="MostPasswords"/> passwords needs, at least one.</summary>
    public static long BlocksFor(long passwords) => Math.Max(1, ((passwords * BytesPerPassword) + BlockSize - 1) / BlockSize);

    /// <summary>The block of a password.</summary>
    /// <param name="hash">Its SHA-1.</param>
    /// <param name="blocks">How many there are.</param>
    public static long BlockOf(ReadOnlySpan<byte> hash, long blocks) =>
        (long)Math.BigMul(BinaryPrimitives.ReadUInt64BigEndian(hash), (ulong)blocks, out _);

    /// <summary>Puts a password into its block.</summary>
    public static void Add(Span<byte> block, ReadOnlySpan<byte> hash)
    {
        for (var i = 0; i < BitsSet; i++)
        {
            var position = Position(hash, i);
            block[position / 8] |= (byte)(1 << (position % 8));
        }
    }

    /// <summary>Whether a password is in its block.</summary>
    public static bool Has(ReadOnlySpan<byte> block, ReadOnlySpan<byte> hash)
    {
        for (var i = 0; i < BitsSet; i++)
        {
            var position = Position(hash, i);
            if ((block[position / 8] & (1 << (position % 8))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    // Ten times nine bits of the last twelve bytes; the first eight chose the block.
    private static int Position(ReadOnlySpan<byte> hash, int index)
    {
        var bit = index * BitsOfPosition;
        var three = (hash[8 + (bit / 8)] << 16) | (hash[9 + (bit / 8)] << 8) | hash[Math.Min(10 + (bit / 8), HashSize - 1)];
        return (three >> (24 - BitsOfPosition - (bit % 8))) & ((1 << BitsOfPosition) - 1);
    }
}

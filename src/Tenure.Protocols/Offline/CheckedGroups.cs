using System.Buffers.Binary;
using System.Text;

namespace Tenure.Protocols.Offline;

/// <summary>Bytes as people read, copy and type them where neither a picture nor a file can travel: groups of eight characters, each of which says whether it was typed right.</summary>
/// <remarks>
/// Characters are those of Crockford's base 32: no I, L, O, U. The bytes, after their number as u16 big-endian, are cut into pieces of 35 bits, padded with zeros: seven characters d₀…d₆.
/// The eighth is Σ αⁱ·dᵢ + α⁷·(n mod 32) + α⁸·(n div 32 mod 32) over GF(32) with α⁵ = α² + 1, for the nth group from 0. So one wrong character is always noticed, and so are two neighbours that changed places,
/// in a group or as groups, and a group that was left out.
/// </remarks>
public static class CheckedGroups
{
    /// <summary>The most bytes that are written or read.</summary>
    public const int MaxLength = 4096;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Data = 7;
    private const int BitsPerCharacter = 5;
    private const int Group = Data + 1;

    /// <summary>The groups, with a space between two of them.</summary>
    /// <param name="bytes">At most <see cref="MaxLength"/>.</param>
    public static string Write(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, MaxLength, nameof(bytes));
        var counted = new byte[2 + bytes.Length];
        BinaryPrimitives.WriteUInt16BigEndian(counted, (ushort)bytes.Length);
        bytes.CopyTo(counted.AsSpan(2));
        var text = new StringBuilder();
        Span<int> values = stackalloc int[Data];
        for (var n = 0; n < GroupsOf(counted.Length); n++)
        {
            for (var i = 0; i < Data; i++)
            {
                values[i] = ValueAt(counted, (n * Data) + i);
                text.Append(Alphabet[values[i]]);
            }

            text.Append(Alphabet[CheckOf(values, n)]).Append(' ');
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>Reads what a person typed, in either case, with any spaces, hyphens and line ends, and O for 0, I or L for 1.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="bytes">What was written; empty when it is not right.</param>
    /// <returns><c>null</c> when it is right; else the number of the first group that is not, from 1: also the one after the last where some are missing.</returns>
    public static int? Read(string text, out byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        bytes = [];
        List<int> values = [];
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character) || character is '-' or '\u2010' or '\u2011')
            {
                continue;
            }

            // Nothing that long was ever written.
            if (values.Count >= GroupsOf(2 + MaxLength) * Group)
            {
                return (values.Count / Group) + 1;
            }

            values.Add(ValueOf(character));
        }

        var groups = values.Count / Group;
        for (var n = 0; n < groups; n++)
        {
            var group = values[(n * Group)..((n * Group) + Group)].ToArray();
            if (group.Contains(-1) || CheckOf(group.AsSpan(0, Data), n) != group[Data])
            {
                return n + 1;
            }
        }

        if (groups == 0 || values.Count % Group != 0)
        {
            return groups + 1;
        }

        var counted = Bytes(values);
        var length = BinaryPrimitives.ReadUInt16BigEndian(counted);
        if (length > MaxLength || GroupsOf(2 + length) != groups || counted.AsSpan(2 + length).ContainsAnyExcept((byte)0))
        {
            return length <= MaxLength && GroupsOf(2 + length) > groups ? groups + 1 : groups;
        }

        bytes = counted[2..(2 + length)];
        return null;
    }

    private static int GroupsOf(int bytes) => ((bytes * 8) + (Data * BitsPerCharacter) - 1) / (Data * BitsPerCharacter);

    // The character's five bits; zeros behind the end.
    private static int ValueAt(byte[] bytes, int character)
    {
        var value = 0;
        for (var bit = character * BitsPerCharacter; bit < (character + 1) * BitsPerCharacter; bit++)
        {
            value = (value << 1) | (bit / 8 < bytes.Length ? (bytes[bit / 8] >> (7 - (bit % 8))) & 1 : 0);
        }

        return value;
    }

    private static byte[] Bytes(List<int> values)
    {
        var data = values.Where((_, at) => at % Group != Data).ToList();
        var bytes = new byte[data.Count * BitsPerCharacter / 8];
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] |= (byte)(((data[bit / BitsPerCharacter] >> (BitsPerCharacter - 1 - (bit % BitsPerCharacter))) & 1) << (7 - (bit % 8)));
        }

        // What is left of the last character is padding, and must be empty like the rest of it.
        return data.Count * BitsPerCharacter % 8 is > 0 and var rest && (data[^1] & ((1 << rest) - 1)) != 0 ? [.. bytes, 1] : bytes;
    }

    private static int ValueOf(char character) => char.ToUpperInvariant(character) switch
    {
        'O' => 0,
        'I' or 'L' => 1,
        var upper => Alphabet.IndexOf(upper, StringComparison.Ordinal),
    };

    private static int CheckOf(ReadOnlySpan<int> values, int n)
    {
        var sum = 0;
        var factor = 1;
        foreach (var value in values)
        {
            sum ^= Times(factor, value);
            factor = Times(factor, 2);
        }

        return sum ^ Times(factor, n % 32) ^ Times(Times(factor, 2), n / 32 % 32);
    }

    private static int Times(int a, int b)
    {
        var product = 0;
        for (; b > 0; b >>= 1)
        {
            product ^= (b & 1) * a;
            a = (a << 1) ^ ((a >> 4) * 0b100101);
        }

        return product;
    }
}

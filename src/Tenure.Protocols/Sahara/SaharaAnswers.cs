using System.Buffers.Binary;

namespace Tenure.Protocols.Sahara;

/// <summary>What the answers of command mode mean.</summary>
/// <remarks>linux-msm/qdl and public descriptions. All numbers little-endian.</remarks>
public static class SaharaAnswers
{
    /// <summary>The chip's serial number.</summary>
    /// <returns><c>null</c> when the answer is too short.</returns>
    public static uint? SerialNumber(ReadOnlySpan<byte> answer) => answer.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(answer) : null;

    /// <summary>Chip, maker and model, of <see cref="SaharaQuery.HardwareId"/>.</summary>
    /// <returns><c>null</c> when the answer is too short.</returns>
    public static SaharaHardware? HardwareId(ReadOnlySpan<byte> answer)
    {
        if (answer.Length < 8)
        {
            return null;
        }

        var id = BinaryPrimitives.ReadUInt64LittleEndian(answer);
        return new((uint)(id >> 32), (ushort)(id >> 16), (ushort)id);
    }

    /// <summary>Chip, maker and model, of <see cref="SaharaQuery.ChipId"/>.</summary>
    /// <returns><c>null</c> when the answer is too short.</returns>
    public static SaharaHardware? ChipId(ReadOnlySpan<byte> answer)
    {
        if (answer.Length < 44)
        {
            return null;
        }

        var maker = BinaryPrimitives.ReadUInt16LittleEndian(answer[40..]);
        return new(
            BinaryPrimitives.ReadUInt32LittleEndian(answer[36..]),
            maker == 0 && answer.Length >= 46 ? BinaryPrimitives.ReadUInt16LittleEndian(answer[44..]) : maker,
            BinaryPrimitives.ReadUInt16LittleEndian(answer[42..]));
    }

    /// <summary>The hash of the maker's root keys without what targets put behind it: itself once more for each root, or zeros.</summary>
    /// <returns>32, 48 or 64 bytes, or what there is when it is shorter. A hash that ends in zeros keeps them.</returns>
    public static ReadOnlySpan<byte> PublicKeyHash(ReadOnlySpan<byte> answer)
    {
        var length = answer.Length;
        for (var n = 4; 2 * n <= answer.Length; n++)
        {
            if (answer[..n].SequenceEqual(answer.Slice(n, n)))
            {
                length = n;
                break;
            }
        }

        var stripped = answer[..length].TrimEnd((byte)0).Length;
        ReadOnlySpan<int> sizes = [32, 48, 64];
        foreach (var size in sizes)
        {
            if (stripped <= size)
            {
                return answer[..Math.Min(size, answer.Length)];
            }
        }

        return answer[..stripped];
    }
}

using System.Buffers.Binary;

namespace Tenure.Protocols.Avb;

/// <summary>The last 64 bytes of a partition that carries its own vbmeta image.</summary>
/// <param name="OriginalSize">Bytes of what lies at the start.</param>
/// <param name="ImageOffset">Where the vbmeta image begins.</param>
/// <param name="ImageSize">Its bytes.</param>
/// <remarks>AOSP <c>libavb/avb_footer.h</c>: big-endian.</remarks>
public readonly record struct AvbFooter(ulong OriginalSize, ulong ImageOffset, ulong ImageSize)
{
    /// <summary>Bytes of a footer.</summary>
    public const int Size = 64;

    private static ReadOnlySpan<byte> Magic => "AVBf"u8;

    /// <summary>Reads the last bytes of a partition.</summary>
    /// <param name="bytes">Exactly the last 64.</param>
    /// <param name="partitionSize">Bytes of the whole partition: what the footer names lies before itself.</param>
    /// <returns>The footer; <c>null</c> when there is none.</returns>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.AvbImageBroken"/>: one of another version, or that names bytes which are not there.</exception>
    public static AvbFooter? Read(ReadOnlySpan<byte> bytes, long partitionSize)
    {
        if (bytes.Length != Size || !bytes.StartsWith(Magic))
        {
            return null;
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) != 1)
        {
            throw AvbFormat.Broken("Only version 1 of the footer is known.", "version");
        }

        var footer = new AvbFooter(
            BinaryPrimitives.ReadUInt64BigEndian(bytes[12..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[20..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[28..]));
        var room = (ulong)Math.Max(0, partitionSize - Size);
        return footer.ImageSize <= AvbFormat.MaxImageSize && footer.ImageOffset <= room && footer.ImageSize <= room - footer.ImageOffset && footer.OriginalSize <= footer.ImageOffset
            ? footer
            : throw AvbFormat.Broken("The footer names bytes that are not there.", "footer");
    }

    /// <summary>Writes it.</summary>
    public byte[] Write()
    {
        var bytes = new byte[Size];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(12), OriginalSize);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(20), ImageOffset);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(28), ImageSize);
        return bytes;
    }
}

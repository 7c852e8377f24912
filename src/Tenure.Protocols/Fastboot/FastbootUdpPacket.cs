using System.Buffers.Binary;

namespace Tenure.Protocols.Fastboot;

/// <summary>One packet of fastboot over UDP: a byte that says what it is, a byte of flags, a big-endian u16 sequence number, data.</summary>
/// <remarks>AOSP fastboot README, "UDP Protocol v1".</remarks>
internal readonly record struct FastbootUdpPacket(FastbootUdpPacketKind Kind, bool Continues, ushort Sequence, ReadOnlyMemory<byte> Data)
{
    /// <summary>Bytes before the data.</summary>
    public const int HeaderSize = 4;

    /// <summary>The version of the protocol that is spoken here; there is no other.</summary>
    public const ushort Version = 1;

    /// <summary>The largest packet sent or taken here, header included: what AOSP's host offers.</summary>
    public const ushort MaxSize = 8192;

    /// <summary>The smallest limit a peer may have, header included; packets before the agreement are no larger.</summary>
    public const ushort MinSize = 512;

    /// <summary>Reads a packet; the data stays where it is.</summary>
    /// <exception cref="ProtocolException">Shorter than a header, larger than any packet, or of no known kind.</exception>
    public static FastbootUdpPacket Parse(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        return span.Length switch
        {
            < HeaderSize => throw new ProtocolException(ProtocolErrorCode.Malformed, "A packet has at least 4 bytes.", "packet"),
            > MaxSize => throw new ProtocolException(ProtocolErrorCode.TooLarge, $"A packet has at most {MaxSize} bytes.", "packet"),
            _ when span[0] > (byte)FastbootUdpPacketKind.Fastboot => throw new ProtocolException(ProtocolErrorCode.Malformed, "The packet is of no known kind.", "id"),
            _ => new((FastbootUdpPacketKind)span[0], (span[1] & 1) != 0, BinaryPrimitives.ReadUInt16BigEndian(span[2..]), bytes[HeaderSize..]),
        };
    }

    /// <summary>Writes the packet.</summary>
    /// <returns>How many bytes it has.</returns>
    public int Write(Span<byte> to)
    {
        to[0] = (byte)Kind;
        to[1] = Continues ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], Sequence);
        Data.Span.CopyTo(to[HeaderSize..]);
        return HeaderSize + Data.Length;
    }

    /// <summary>The data of an init packet: version, then the largest packet its sender takes.</summary>
    public static byte[] Offer(ushort largest)
    {
        var offer = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(offer, Version);
        BinaryPrimitives.WriteUInt16BigEndian(offer.AsSpan(2), largest);
        return offer;
    }

    /// <summary>What both sides take: the smaller of the peer's limit and ours.</summary>
    /// <exception cref="ProtocolException">Not an offer, no version that is spoken here, or a limit that is too small.</exception>
    public int Agree()
    {
        if (Data.Length < 4)
        {
            throw new ProtocolException(ProtocolErrorCode.HandshakeRefused, "An init packet has a version and a size.", "init");
        }

        if (BinaryPrimitives.ReadUInt16BigEndian(Data.Span) < Version)
        {
            throw new ProtocolException(ProtocolErrorCode.HandshakeRefused, "There is no version 0.", "version");
        }

        var theirs = BinaryPrimitives.ReadUInt16BigEndian(Data.Span[2..]);
        return theirs >= MinSize
            ? Math.Min(theirs, MaxSize)
            : throw new ProtocolException(ProtocolErrorCode.HandshakeRefused, $"Packets of {MinSize} bytes must be taken.", "max_packet_size");
    }
}

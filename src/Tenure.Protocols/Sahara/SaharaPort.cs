using System.Buffers.Binary;
using Tenure.Protocols.Links;

namespace Tenure.Protocols.Sahara;

/// <summary>Packets over a link of either kind.</summary>
internal sealed class SaharaPort(LinkPort port)
{
    public LinkPort Port => port;

    /// <summary>Reads a packet. On a link that keeps borders it is one whole transfer.</summary>
    /// <returns>The packet; <c>null</c> when none came in time, or the other side speaks XML (<see cref="SpeaksXml"/>).</returns>
    /// <exception cref="ProtocolException">Not a packet, or the other side went away.</exception>
    public async ValueTask<SaharaPacket?> ReadAsync(DateTimeOffset? until, CancellationToken ct)
    {
        if (port.Buffered.IsEmpty && !await port.MoreAsync(until, ct).ConfigureAwait(false))
        {
            return null;
        }

        // A stream may give a packet in pieces; the first byte tells text from a packet.
        if (SpeaksXml || !await port.FillAsync(Math.Min(SaharaCodec.HeaderSize, Needed(SaharaCodec.HeaderSize)), until, ct).ConfigureAwait(false))
        {
            return null;
        }

        var size = Size();
        if (!await port.FillAsync(Math.Min(size, Needed(size)), until, ct).ConfigureAwait(false))
        {
            return null;
        }

        size = port.Kind == LinkKind.Message ? port.Buffered.Length : size;
        var packet = SaharaCodec.Decode(port.Buffered[..size]);
        port.Consume(size);
        return packet;
    }

    /// <summary>True when what waits to be read is the start of an XML document: a programmer runs.</summary>
    public bool SpeaksXml => !port.Buffered.IsEmpty && port.Buffered[0] == (byte)'<';

    public async ValueTask WriteAsync(SaharaPacket packet, TimeSpan? within, CancellationToken ct)
    {
        if (!await port.WriteAsync(SaharaCodec.Encode(packet), within, ct).ConfigureAwait(false))
        {
            throw new ProtocolException(ProtocolErrorCode.PeerSilent, "The other side took nothing for too long.");
        }
    }

    // A transfer is what it is: nothing is waited for behind it.
    private int Needed(int size) => port.Kind == LinkKind.Message ? port.Buffered.Length : size;

    private int Size() => port.Buffered.Length < SaharaCodec.HeaderSize
        ? port.Buffered.Length
        : SaharaCodec.SizeOf((SaharaCommand)BinaryPrimitives.ReadUInt32LittleEndian(port.Buffered))
            ?? throw new ProtocolException(ProtocolErrorCode.SaharaPacketRefused, "Not a Sahara packet.", "command");
}

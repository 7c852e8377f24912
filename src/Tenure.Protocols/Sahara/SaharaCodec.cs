using System.Buffers.Binary;

namespace Tenure.Protocols.Sahara;

/// <summary>Packets as bytes: all numbers little-endian, each kind with one exact length.</summary>
public static class SaharaCodec
{
    /// <summary>Bytes of command and length, which begin each packet.</summary>
    public const int HeaderSize = 8;

    /// <summary>Bytes of the longest packet.</summary>
    public const int MaxSize = 0x30;

    /// <summary>The length that a packet of this kind has.</summary>
    /// <returns>Bytes with the header; <c>null</c> for a kind that is not known.</returns>
    public static int? SizeOf(SaharaCommand command) => command switch
    {
        SaharaCommand.Hello or SaharaCommand.HelloResponse => 0x30,
        SaharaCommand.ReadData => 0x14,
        SaharaCommand.ReadData64 => 0x20,
        SaharaCommand.EndImage or SaharaCommand.ExecuteResponse or SaharaCommand.MemoryDebug or SaharaCommand.MemoryRead => 0x10,
        SaharaCommand.MemoryDebug64 or SaharaCommand.MemoryRead64 => 0x18,
        SaharaCommand.DoneResponse or SaharaCommand.SwitchMode or SaharaCommand.Execute or SaharaCommand.ExecuteData => 0x0c,
        SaharaCommand.Done or SaharaCommand.Reset or SaharaCommand.ResetResponse or SaharaCommand.CommandReady or SaharaCommand.ResetStateMachine => HeaderSize,
        _ => null,
    };

    /// <summary>Reads one packet.</summary>
    /// <param name="bytes">The whole packet and nothing else.</param>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SaharaPacketRefused"/>: an unknown kind, or not its length.</exception>
    public static SaharaPacket Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderSize || SizeOf((SaharaCommand)U32(bytes, 0)) is not { } size)
        {
            throw new ProtocolException(ProtocolErrorCode.SaharaPacketRefused, "Not a Sahara packet.", "command");
        }

        if (bytes.Length != size || U32(bytes, 4) != size)
        {
            throw new ProtocolException(ProtocolErrorCode.SaharaPacketRefused, "A packet has another length than its kind.", "length");
        }

        return (SaharaCommand)U32(bytes, 0) switch
        {
            SaharaCommand.Hello => new SaharaHelloPacket(U32(bytes, 8), U32(bytes, 12), U32(bytes, 16), (SaharaMode)U32(bytes, 20)),
            SaharaCommand.HelloResponse => new SaharaHelloResponsePacket(U32(bytes, 8), U32(bytes, 12), (SaharaStatus)U32(bytes, 16), (SaharaMode)U32(bytes, 20)),
            SaharaCommand.ReadData => new SaharaReadDataPacket(U32(bytes, 8), U32(bytes, 12), U32(bytes, 16)),
            SaharaCommand.ReadData64 => new SaharaReadDataPacket(U64(bytes, 8), U64(bytes, 16), U64(bytes, 24), IsWide: true),
            SaharaCommand.EndImage => new SaharaEndImagePacket(U32(bytes, 8), (SaharaStatus)U32(bytes, 12)),
            SaharaCommand.Done => new SaharaDonePacket(),
            SaharaCommand.DoneResponse => new SaharaDoneResponsePacket((SaharaMode)U32(bytes, 8)),
            SaharaCommand.Reset => new SaharaResetPacket(),
            SaharaCommand.ResetResponse => new SaharaResetResponsePacket(),
            SaharaCommand.MemoryDebug => new SaharaMemoryDebugPacket(U32(bytes, 8), U32(bytes, 12)),
            SaharaCommand.MemoryDebug64 => new SaharaMemoryDebugPacket(U64(bytes, 8), U64(bytes, 16), IsWide: true),
            SaharaCommand.MemoryRead => new SaharaMemoryReadPacket(U32(bytes, 8), U32(bytes, 12)),
            SaharaCommand.MemoryRead64 => new SaharaMemoryReadPacket(U64(bytes, 8), U64(bytes, 16), IsWide: true),
            SaharaCommand.CommandReady => new SaharaCommandReadyPacket(),
            SaharaCommand.SwitchMode => new SaharaSwitchModePacket((SaharaMode)U32(bytes, 8)),
            SaharaCommand.Execute => new SaharaExecutePacket((SaharaQuery)U32(bytes, 8)),
            SaharaCommand.ExecuteResponse => new SaharaExecuteResponsePacket((SaharaQuery)U32(bytes, 8), U32(bytes, 12)),
            SaharaCommand.ExecuteData => new SaharaExecuteDataPacket((SaharaQuery)U32(bytes, 8)),
            SaharaCommand.ResetStateMachine => new SaharaResetStateMachinePacket(),
        };
    }

    /// <summary>Writes one packet.</summary>
    /// <exception cref="OverflowException">A field that the packet's width does not hold.</exception>
    public static byte[] Encode(SaharaPacket packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        var bytes = new byte[SizeOf(packet.Command)!.Value];
        Put(bytes, 0, (uint)packet.Command);
        Put(bytes, 4, (uint)bytes.Length);
        switch (packet)
        {
            case SaharaHelloPacket p:
                PutAll(bytes, p.Version, p.Compatible, p.MaxLength, (uint)p.Mode);
                break;
            case SaharaHelloResponsePacket p:
                PutAll(bytes, p.Version, p.Compatible, (uint)p.Status, (uint)p.Mode);
                break;
            case SaharaReadDataPacket p:
                PutWide(bytes, p.IsWide, p.Image, p.Offset, p.Length);
                break;
            case SaharaEndImagePacket p:
                PutAll(bytes, p.Image, (uint)p.Status);
                break;
            case SaharaDoneResponsePacket p:
                PutAll(bytes, (uint)p.Mode);
                break;
            case SaharaMemoryDebugPacket p:
                PutWide(bytes, p.IsWide, p.Address, p.Length);
                break;
            case SaharaMemoryReadPacket p:
                PutWide(bytes, p.IsWide, p.Address, p.Length);
                break;
            case SaharaSwitchModePacket p:
                PutAll(bytes, (uint)p.Mode);
                break;
            case SaharaExecutePacket p:
                PutAll(bytes, (uint)p.Query);
                break;
            case SaharaExecuteResponsePacket p:
                PutAll(bytes, (uint)p.Query, p.Length);
                break;
            case SaharaExecuteDataPacket p:
                PutAll(bytes, (uint)p.Query);
                break;
        }

        return bytes;
    }

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);

    private static void Put(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);

    private static void PutAll(byte[] bytes, params ReadOnlySpan<uint> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Put(bytes, HeaderSize + (4 * i), values[i]);
        }
    }

    private static void PutWide(byte[] bytes, bool wide, params ReadOnlySpan<ulong> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (wide)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(HeaderSize + (8 * i)), values[i]);
            }
            else
            {
                Put(bytes, HeaderSize + (4 * i), checked((uint)values[i]));
            }
        }
    }
}

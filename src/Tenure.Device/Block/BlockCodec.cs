using System.Formats.Cbor;
using Tenure.Device.Phone;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Block;

/// <summary>The body of the block as canonical CBOR: a map with small integer keys; an absent key means none.</summary>
internal static class BlockCodec
{
    private const int State = 1;
    private const int Epoch = 2;
    private const int HoldingId = 3;
    private const int MaskedHolder = 4;
    private const int SignedTicket = 5;
    private const int LastTicketId = 6;
    private const int ErasePending = 7;
    private const int ReceiptOwed = 8;
    private const int Floors = 9;
    private const int ServerGeneration = 10;
    private const int ServerDigest = 11;
    private const int LostMessage = 12;
    private const int LostContact = 13;
    private const int RootSerials = 20;
    private const int NextServerDigest = 21;
    private const int EraseCode = 14;
    private const int OpenTicketId = 15;
    private const int LostTicket = 16;

    public static byte[] Encode(BlockContent block)
    {
        List<(int Key, Action<CborWriter> Value)> entries =
        [
            (State, w => w.WriteInt32((int)block.State)),
            (Epoch, w => w.WriteUInt32(block.Epoch)),
            (ErasePending, w => w.WriteBoolean(block.ErasePending)),
            (ReceiptOwed, w => w.WriteBoolean(block.ReceiptOwed)),
            (Floors, w => WriteFloors(w, block.Floors)),
        ];
        AddBytes(HoldingId, block.HoldingId);
        AddBytes(SignedTicket, block.SignedTicket);
        AddBytes(LastTicketId, block.LastTicketId);
        AddBytes(ServerGeneration, block.ServerGeneration);
        AddBytes(ServerDigest, block.ServerDigest);
        AddBytes(NextServerDigest, block.NextServerDigest);
        if (block.RootSerials.Count > 0)
        {
            entries.Add((RootSerials, w => WriteSerials(w, block.RootSerials)));
        }

        AddBytes(OpenTicketId, block.OpenTicketId);
        AddBytes(LostTicket, block.LostTicket);
        AddBytes(EraseCode, block.EraseCode is { } code ? [.. code.Salt, .. code.Hash] : null);
        AddText(MaskedHolder, block.MaskedHolder);
        AddText(LostMessage, block.Lost?.Message);
        AddText(LostContact, block.Lost?.Contact);

        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(entries.Count);
        foreach (var (key, value) in entries)
        {
            writer.WriteInt32(key);
            value(writer);
        }

        writer.WriteEndMap();
        return writer.Encode();

        void AddBytes(int key, byte[]? value)
        {
            if (value is not null)
            {
                entries.Add((key, w => w.WriteByteString(value)));
            }
        }

        void AddText(int key, string? value)
        {
            if (value is not null)
            {
                entries.Add((key, w => w.WriteTextString(value)));
            }
        }
    }

    /// <summary>The content; <c>null</c> when the bytes are not a block this version knows.</summary>
    public static BlockContent? Decode(byte[] body)
    {
        try
        {
            var reader = new CborReader(body, CborConformanceMode.Canonical);
            var block = ReadMap(reader);
            return reader.BytesRemaining == 0 && block.State is BlockState.Free or BlockState.Held or BlockState.ReleaseAccepted or BlockState.Lost or BlockState.Ended ? block : null;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException or ProtocolException)
        {
            return null;
        }
    }

    private static BlockContent ReadMap(CborReader reader)
    {
        var block = new BlockContent { State = BlockState.Untrusted };
        var lost = new LostScreenText(null, null);
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            block = reader.ReadInt32() switch
            {
                State => block with { State = (BlockState)reader.ReadInt32() },
                Epoch => block with { Epoch = reader.ReadUInt32() },
                HoldingId => block with { HoldingId = reader.ReadByteString() },
                MaskedHolder => block with { MaskedHolder = reader.ReadTextString() },
                SignedTicket => block with { SignedTicket = reader.ReadByteString() },
                LastTicketId => block with { LastTicketId = reader.ReadByteString() },
                ServerGeneration => block with { ServerGeneration = reader.ReadByteString() },
                ServerDigest => block with { ServerDigest = reader.ReadByteString() },
                OpenTicketId => block with { OpenTicketId = reader.ReadByteString() },
                LostTicket => block with { LostTicket = reader.ReadByteString() },
                EraseCode => block with { EraseCode = ReadEraseCode(reader.ReadByteString()) },
                LostMessage => Lose(lost with { Message = reader.ReadTextString() }),
                LostContact => Lose(lost with { Contact = reader.ReadTextString() }),
                NextServerDigest => block with { NextServerDigest = reader.ReadByteString() },
                RootSerials => block with { RootSerials = ReadSerials(reader) },
                ErasePending => block with { ErasePending = reader.ReadBoolean() },
                ReceiptOwed => block with { ReceiptOwed = reader.ReadBoolean() },
                Floors => block with { Floors = ReadFloors(reader) },
                _ => throw new CborContentException("An unknown key: written by a newer version."),
            };
        }

        reader.ReadEndMap();
        return block.State == BlockState.Lost ? block with { Lost = lost } : block;

        BlockContent Lose(LostScreenText text)
        {
            lost = text;
            return block;
        }
    }

    private static EraseCodeHash ReadEraseCode(byte[] bytes) => bytes.Length == EraseCodeHash.SaltLength + EraseCodeHash.HashLength
        ? new EraseCodeHash(bytes[..EraseCodeHash.SaltLength], bytes[EraseCodeHash.SaltLength..])
        : throw new CborContentException("Not an erase code.");

    private static void WriteFloors(CborWriter writer, IReadOnlyList<SignerFloor> floors)
    {
        writer.WriteStartMap(floors.Count);
        foreach (var floor in floors)
        {
            writer.WriteInt32(floor.Purpose);
            writer.WriteUInt32(floor.Generation);
        }

        writer.WriteEndMap();
    }

    private static void WriteSerials(CborWriter writer, IReadOnlyList<RootSerial> serials)
    {
        writer.WriteStartArray(serials.Count);
        foreach (var serial in serials)
        {
            writer.WriteStartArray(2);
            writer.WriteByteString(serial.Root.ToBytes());
            writer.WriteUInt32(serial.Serial);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static List<RootSerial> ReadSerials(CborReader reader)
    {
        var serials = new List<RootSerial>();
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
        {
            reader.ReadStartArray();
            serials.Add(new RootSerial(KeyThumbprint.FromBytes(reader.ReadByteString()), reader.ReadUInt32()));
            reader.ReadEndArray();
        }

        reader.ReadEndArray();
        return serials;
    }

    private static List<SignerFloor> ReadFloors(CborReader reader)
    {
        var floors = new List<SignerFloor>();
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            floors.Add(new SignerFloor(reader.ReadInt32(), reader.ReadUInt32()));
        }

        reader.ReadEndMap();
        return floors;
    }
}

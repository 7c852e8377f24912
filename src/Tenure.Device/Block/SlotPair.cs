using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tenure.Device.Block;

/// <summary>One record in two slots that lie in different erase units: a write never touches the slot that counts.</summary>
/// <remarks>
/// Slot: "TNR1", u32 length of the body, u64 sequence (big-endian), body, HMAC-SHA256 with the device secret over label, slot number, header
/// and body. The slot number is under the HMAC so that one slot copied over the other is not a second valid record of the same sequence.
/// </remarks>
public sealed class SlotPair(IPartition storage, int eraseUnit, byte[] secret, string label)
{
    /// <summary>Largest body in bytes.</summary>
    public const int LargestBody = 16 * 1024;

    private const int HeaderLength = 16;
    private const int TagLength = HMACSHA256.HashSizeInBytes;

    // A slot ends where its erase unit does: what says that it is longer is none, and is not looked for behind the end of the storage.
    private readonly int largest = Math.Min(LargestBody, eraseUnit - HeaderLength - TagLength);

    private static ReadOnlySpan<byte> Magic => "TNR1"u8;

    /// <summary>The valid record with the higher sequence; <c>null</c> when neither slot is valid.</summary>
    public SlotRecord? Read() => Newer(ReadSlot(0), ReadSlot(1));

    /// <summary>Whether both slots have the same body: a damage of either would leave it.</summary>
    public bool IsTwice => ReadSlot(0) is { } first && ReadSlot(1) is { } second && first.Body.AsSpan().SequenceEqual(second.Body);

    /// <summary>Writes the older (or an invalid) slot, syncs, and reads it back.</summary>
    /// <param name="sequence">Higher than that of every valid slot.</param>
    /// <param name="body">At most <see cref="LargestBody"/> bytes, and with 48 more no longer than an erase unit.</param>
    /// <exception cref="IOException">The medium did not give back what was written; the other slot is as it was.</exception>
    public void Write(ulong sequence, ReadOnlySpan<byte> body)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(body.Length, largest);
        var first = ReadSlot(0);
        var second = ReadSlot(1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(sequence, Newer(first, second)?.Sequence ?? 0);

        var slot = first is null || (second is not null && first.Sequence < second.Sequence) ? 0 : 1;
        storage.Write((long)slot * eraseUnit, Encode(slot, sequence, body));
        storage.Sync();
        if (ReadSlot(slot) is not { } written || written.Sequence != sequence || !written.Body.AsSpan().SequenceEqual(body))
        {
            throw new IOException("The storage did not keep the record.");
        }
    }

    private static SlotRecord? Newer(SlotRecord? first, SlotRecord? second) =>
        second is null || first?.Sequence >= second.Sequence ? first : second;

    private byte[] Encode(int slot, ulong sequence, ReadOnlySpan<byte> body)
    {
        var bytes = new byte[HeaderLength + body.Length + TagLength];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), body.Length);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), sequence);
        body.CopyTo(bytes.AsSpan(HeaderLength));
        Tag(slot, bytes.AsSpan(0, HeaderLength + body.Length)).CopyTo(bytes.AsSpan(HeaderLength + body.Length));
        return bytes;
    }

    private SlotRecord? ReadSlot(int slot)
    {
        var start = (long)slot * eraseUnit;
        var header = new byte[HeaderLength];
        storage.Read(start, header);
        var length = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4));
        if (!header.AsSpan(0, 4).SequenceEqual(Magic) || length < 0 || length > largest)
        {
            return null;
        }

        var bytes = new byte[HeaderLength + length + TagLength];
        storage.Read(start, bytes);
        var signed = bytes.AsSpan(0, HeaderLength + length);
        return CryptographicOperations.FixedTimeEquals(Tag(slot, signed), bytes.AsSpan(HeaderLength + length))
            ? new SlotRecord(BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(8)), bytes[HeaderLength..(HeaderLength + length)])
            : null;
    }

    private byte[] Tag(int slot, ReadOnlySpan<byte> signed)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.ASCII.GetBytes(label));
        hmac.AppendData([0, (byte)slot]);
        hmac.AppendData(signed);
        return hmac.GetHashAndReset();
    }
}

using System.Formats.Cbor;
using System.Text;

namespace Tenure.Protocols.Cbor;

/// <summary>Reads canonical CBOR of a known shape and turns each way to be wrong into a <see cref="ProtocolException"/> that names the field.</summary>
/// <remarks>
/// The platform's reader refuses long lengths, indefinite items, unsorted and double keys and broken UTF-8. It is driven by the expected shape,
/// so nothing nests deeper than that shape.
/// </remarks>
/// <param name="bytes">What is read.</param>
/// <param name="isSequence">Whether more may follow the first item (RFC 8742).</param>
internal sealed class CanonicalCborReader(ReadOnlyMemory<byte> bytes, bool isSequence = false)
{
    private readonly CborReader reader = new(bytes, CborConformanceMode.Canonical, isSequence);

    /// <summary>Bytes behind what was read.</summary>
    public int BytesLeft => reader.BytesRemaining;

    public bool AtMapEnd => Read("map", static r => r.PeekState() == CborReaderState.EndMap);

    public CborReaderState Peek(string field) => Read(field, static r => r.PeekState());

    public void ReadTag(ulong tag, string field)
    {
        if (Peek(field) != CborReaderState.Tag || Read(field, static r => (ulong)r.ReadTag()) != tag)
        {
            throw new ProtocolException(ProtocolErrorCode.Malformed, $"Tag {tag} is missing.", field);
        }
    }

    public int ReadArray(string field) => Read(field, static r => r.ReadStartArray()) ?? throw Malformed(field);

    public void ReadArray(string field, int items)
    {
        if (ReadArray(field) != items)
        {
            throw new ProtocolException(ProtocolErrorCode.Malformed, $"An array of {items} is expected.", field);
        }
    }

    // Every item was read and a definite length has no end mark: nothing here can be wrong with the bytes. The outermost array or map needs no end.
    public void ReadArrayEnd() => reader.ReadEndArray();

    public int ReadMap(string field) => Read(field, static r => r.ReadStartMap()) ?? throw Malformed(field);

    public void ReadMap(string field, int entries)
    {
        if (ReadMap(field) != entries)
        {
            throw new ProtocolException(ProtocolErrorCode.Malformed, $"A map of {entries} is expected.", field);
        }
    }

    public void ReadMapEnd() => reader.ReadEndMap();

    public int ReadLabel(string field) => Read(field, static r => r.ReadInt32());

    public void ReadLabel(int label, string field)
    {
        if (ReadLabel(field) != label)
        {
            throw new ProtocolException(ProtocolErrorCode.Malformed, $"Key {label} is expected.", field);
        }
    }

    public ReadOnlyMemory<byte> ReadSlice(string field) => Read(field, static r => r.ReadDefiniteLengthByteString());

    public byte[] ReadBytes(string field, int size) => ReadSlice(field, size).ToArray();

    public ReadOnlyMemory<byte> ReadSlice(string field, int size) => ReadSlice(field) is var slice && slice.Length == size
        ? slice
        : throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, $"{size} bytes are expected.", field);

    public string ReadText(string field, int maxBytes)
    {
        var utf8 = Read(field, static r => r.ReadDefiniteLengthTextStringBytes());
        var text = Decode(utf8.Span, field);
        PlainText.Check(text, maxBytes, field);
        return text;
    }

    public uint ReadUInt32(string field) => (uint)ReadNumber(field, uint.MaxValue);

    public ulong ReadUInt64(string field) => ReadNumber(field, ulong.MaxValue);

    /// <summary>A number that is not negative and fits a <see cref="long"/>.</summary>
    public long ReadInt63(string field) => (long)ReadNumber(field, long.MaxValue);

    /// <summary>A number that fits a <see cref="long"/>.</summary>
    public long ReadInt64(string field)
    {
        if (Peek(field) is not (CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger))
        {
            throw Malformed(field);
        }

        return Read(field, static r => r.ReadInt64());
    }

    /// <summary>Reads a null if there is one.</summary>
    public bool TryReadNull(string field)
    {
        if (Peek(field) != CborReaderState.Null)
        {
            return false;
        }

        Read(field, static r =>
        {
            r.ReadNull();
            return true;
        });
        return true;
    }

    public bool ReadBoolean(string field) => Read(field, static r => r.ReadBoolean());

    public void ReadEnd()
    {
        if (reader.BytesRemaining != 0)
        {
            throw new ProtocolException(ProtocolErrorCode.Malformed, "There are bytes after the end.");
        }
    }

    private ulong ReadNumber(string field, ulong most)
    {
        // Peeked first: the platform's reader answers a negative number with the same exception as one that is too large.
        if (Peek(field) != CborReaderState.UnsignedInteger)
        {
            throw Malformed(field);
        }

        var number = Read(field, static r => r.ReadUInt64());
        return number <= most ? number : throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "The number is too large.", field);
    }

    private static string Decode(ReadOnlySpan<byte> utf8, string field)
    {
        try
        {
            return StrictUtf8.Encoding.GetString(utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new ProtocolException(ProtocolErrorCode.Malformed, "Not UTF-8.", field, e);
        }
    }

    private static ProtocolException Malformed(string field, Exception? inner = null) =>
        new(ProtocolErrorCode.Malformed, $"Not the CBOR that is expected for {field}.", field, inner);

    private T Read<T>(string field, Func<CborReader, T> read)
    {
        try
        {
            return read(reader);
        }
        catch (CborContentException e) when (IsSound())
        {
            throw new ProtocolException(ProtocolErrorCode.NotCanonical, $"{field} is not in canonical form.", field, e);
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            throw Malformed(field, e);
        }
    }

    // CBOR that is sound but written in another way is told from what is none at all.
    private bool IsSound()
    {
        try
        {
            var strict = new CborReader(bytes, CborConformanceMode.Strict, isSequence);
            strict.SkipValue();
            return isSequence || strict.BytesRemaining == 0;
        }
        catch (CborContentException)
        {
            return false;
        }
    }
}

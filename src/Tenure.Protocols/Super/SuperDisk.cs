namespace Tenure.Protocols.Super;

/// <summary>Reads and writes the head of the partition <c>super</c>, and the file <c>super_empty.img</c>.</summary>
/// <remarks>AOSP <c>liblp</c>, <c>reader.cpp</c> and <c>writer.cpp</c>: 4096 bytes reserved, geometry twice, the metadata of each slot, the same once more.</remarks>
public static class SuperDisk
{
    /// <summary>Makes the head: every slot gets the same metadata.</summary>
    /// <param name="super">The partition from its start; can seek.</param>
    /// <param name="geometry">How it is laid out.</param>
    /// <param name="metadata">What is in it.</param>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SuperBroken"/>: the metadata does not hold, or has no room.</exception>
    public static void Create(Stream super, SuperGeometry geometry, SuperMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(super);
        ArgumentNullException.ThrowIfNull(metadata);
        if (!SuperCodec.Holds(geometry) || metadata.Devices[0].FirstSector * SuperFormat.SectorSize < (ulong)SuperFormat.HeadSize(geometry))
        {
            throw SuperFormat.Broken("A geometry out of bounds, or partitions inside the metadata.", "geometry");
        }

        var bytes = SuperCodec.Write(metadata, geometry);
        Write(super, 0, new byte[SuperFormat.ReservedSize]);
        Write(super, SuperFormat.ReservedSize, SuperCodec.Write(geometry));
        Write(super, SuperFormat.ReservedSize + SuperFormat.GeometrySize, SuperCodec.Write(geometry));
        for (var slot = 0; slot < geometry.SlotCount; slot++)
        {
            WriteSlot(super, geometry, slot, bytes);
        }
    }

    /// <summary>Puts other metadata into a slot: the first copy, then the other, so that one is whole at each moment.</summary>
    /// <param name="super">The partition; can seek.</param>
    /// <param name="slot">0 for a, 1 for b.</param>
    /// <param name="metadata">What is in it now.</param>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SuperBroken"/>: there is no geometry, or the metadata does not hold or fit.</exception>
    public static void Update(Stream super, int slot, SuperMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var geometry = ReadGeometry(super);
        CheckSlot(geometry, slot);
        WriteSlot(super, geometry, slot, SuperCodec.Write(metadata, geometry));
    }

    /// <summary>Reads the metadata of a slot; the copy when the first is not whole.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SuperBroken"/>: neither is whole.</exception>
    public static SuperMetadata Read(Stream super, int slot)
    {
        var geometry = ReadGeometry(super);
        CheckSlot(geometry, slot);
        try
        {
            return SuperCodec.ReadMetadata(Bytes(super, SuperFormat.MetadataOffset(geometry, slot, backup: false), geometry.MaxMetadataSize), geometry);
        }
        catch (ProtocolException)
        {
            return SuperCodec.ReadMetadata(Bytes(super, SuperFormat.MetadataOffset(geometry, slot, backup: true), geometry.MaxMetadataSize), geometry);
        }
    }

    /// <summary>Reads how a partition is laid out.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SuperBroken"/>: neither copy is whole.</exception>
    public static SuperGeometry ReadGeometry(Stream super)
    {
        ArgumentNullException.ThrowIfNull(super);
        return SuperCodec.ReadGeometry(Bytes(super, SuperFormat.ReservedSize, SuperFormat.GeometrySize))
            ?? SuperCodec.ReadGeometry(Bytes(super, SuperFormat.ReservedSize + SuperFormat.GeometrySize, SuperFormat.GeometrySize))
            ?? throw SuperFormat.Broken("Neither copy of the geometry is whole.", "geometry");
    }

    /// <summary>Reads <c>super_empty.img</c>: one block of geometry, directly followed by metadata.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SuperBroken"/>.</exception>
    public static (SuperGeometry Geometry, SuperMetadata Metadata) ReadEmpty(ReadOnlySpan<byte> file)
    {
        var geometry = SuperCodec.ReadGeometry(file) ?? throw SuperFormat.Broken("It does not begin with a geometry.", "geometry");
        return file.Length > SuperFormat.GeometrySize
            ? (geometry, SuperCodec.ReadMetadata(file[SuperFormat.GeometrySize..], geometry))
            : throw SuperFormat.Broken("The metadata is cut short.", "size");
    }

    /// <summary>Makes <c>super_empty.img</c>.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SuperBroken"/>: the metadata does not hold, or has no room.</exception>
    public static byte[] WriteEmpty(SuperGeometry geometry, SuperMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return [.. SuperCodec.Write(geometry), .. SuperCodec.Write(metadata, geometry)];
    }

    private static void CheckSlot(SuperGeometry geometry, int slot)
    {
        if (slot < 0 || slot >= geometry.SlotCount)
        {
            throw SuperFormat.Broken("There is no such slot.", "slot");
        }
    }

    private static void WriteSlot(Stream super, SuperGeometry geometry, int slot, byte[] metadata)
    {
        Array.Resize(ref metadata, geometry.MaxMetadataSize);
        Write(super, SuperFormat.MetadataOffset(geometry, slot, backup: false), metadata);
        Write(super, SuperFormat.MetadataOffset(geometry, slot, backup: true), metadata);
    }

    private static void Write(Stream stream, long at, byte[] bytes)
    {
        stream.Position = at;
        stream.Write(bytes);
    }

    // What the partition does not have reads as zeros: then it is no geometry and no metadata.
    private static byte[] Bytes(Stream stream, long at, int count)
    {
        var bytes = new byte[count];
        stream.Position = at;
        stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return bytes;
    }
}

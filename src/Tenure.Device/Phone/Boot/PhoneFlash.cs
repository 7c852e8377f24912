using System.Security.Cryptography;
using Tenure.Protocols;
using Tenure.Protocols.Sparse;
using Tenure.Protocols.Super;

namespace Tenure.Device.Phone.Boot;

/// <summary>Writes the partitions of a phone by their names, as its bootloader, its fastbootd and its recovery do. It asks for no consent: who calls it has done that.</summary>
/// <param name="phone">Whose storage.</param>
/// <param name="chain">Its slots.</param>
public sealed class PhoneFlash(VirtualPhone phone, BootChain chain)
{
    private const int PieceSize = 1 << 20;

    /// <summary>The slots.</summary>
    public PhoneSlots Slots => chain.Slots;

    /// <summary>Logical partitions of the slot that is active, by their whole names; none when there is no metadata.</summary>
    public IReadOnlyList<SuperPartition> Logical => Metadata()?.Partitions ?? [];

    /// <summary>The partition's whole name: that of the active slot, where the name has none.</summary>
    /// <returns><c>null</c> when there is no such partition, or it is protected.</returns>
    public string? Resolve(string name) => new[] { name, $"{name}_{Slots.Active}" }.FirstOrDefault(full => PhoneLayout.Find(full) is { IsProtected: false } || Logical.Any(partition => partition.Name == full));

    /// <summary>Bytes of a partition.</summary>
    /// <param name="name">As <see cref="Resolve"/> gives it.</param>
    public long SizeOf(string name) => PhoneLayout.Find(name)?.Size ?? Logical.First(partition => partition.Name == name).Size;

    /// <summary>Whether it lies inside <c>super</c>.</summary>
    public bool IsLogical(string name) => PhoneLayout.Find(name) is null && Logical.Any(partition => partition.Name == name);

    /// <summary>Writes an image, raw or sparse; of what a sparse one says nothing stays.</summary>
    /// <param name="name">As <see cref="Resolve"/> gives it.</param>
    /// <param name="image">What was downloaded.</param>
    /// <exception cref="ProtocolException">A sparse image that is none, or an image larger than the partition; nothing, or a part of it, is written then.</exception>
    public void Write(string name, ReadOnlyMemory<byte> image)
    {
        using var partition = Open(name);
        if (SparseReader.IsSparse(image.Span))
        {
            using var sparse = new MemoryStream(image.ToArray(), writable: false);
            SparseImage.Expand(sparse, partition, partition.Length, mayLackLastSkip: true);
        }
        else
        {
            if (image.Length > partition.Length)
            {
                throw new ProtocolException(ProtocolErrorCode.TooLarge, "The image is larger than the partition.", "size");
            }

            for (var at = 0; at < image.Length; at += PieceSize)
            {
                partition.Write(image.Span.Slice(at, Math.Min(PieceSize, image.Length - at)));
            }
        }

        partition.Flush();
    }

    /// <summary>Overwrites a partition with zeros.</summary>
    /// <param name="name">As <see cref="Resolve"/> gives it.</param>
    public void Erase(string name)
    {
        using var partition = Open(name);
        var nothing = new byte[PieceSize];
        for (var left = partition.Length; left > 0; left -= PieceSize)
        {
            partition.Write(nothing.AsSpan(0, (int)Math.Min(left, PieceSize)));
        }

        partition.Flush();
    }

    /// <summary>Reads a part of a partition.</summary>
    public byte[] Read(string name, long offset, int length)
    {
        using var partition = Open(name);
        var bytes = new byte[length];
        partition.Position = offset;
        partition.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>SHA-256 of a part of a partition, in lower-case hexadecimal.</summary>
    public string Digest(string name, long offset, long length)
    {
        using var partition = Open(name);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[PieceSize];
        partition.Position = offset;
        for (; length > 0; length -= piece.Length)
        {
            var part = piece.AsSpan(0, (int)Math.Min(length, piece.Length));
            partition.ReadExactly(part);
            hash.AppendData(part);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Changes the logical partitions of the active slot.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SuperBroken"/>: there is no metadata, or the change does not fit.</exception>
    public void ChangeLogical(Func<SuperMetadata, SuperMetadata> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        using var super = OpenSuper();
        SuperDisk.Update(super, SlotNumber, change(SuperDisk.Read(super, SlotNumber)));
        super.Flush();
    }

    /// <summary>Lays <c>super</c> out anew after a <c>super_empty.img</c>; without a wipe partitions of the other slot stay.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SuperBroken"/>: not such an image, or one for another device.</exception>
    public void UpdateSuper(ReadOnlySpan<byte> empty, bool wipe)
    {
        var (geometry, metadata) = SuperDisk.ReadEmpty(empty);
        using var super = OpenSuper();
        if (metadata.Devices is not [{ Name: PhoneLayout.Super } device] || device.Size != (ulong)super.Length)
        {
            throw new ProtocolException(ProtocolErrorCode.SuperBroken, "The image is for a device of another size.", "block devices");
        }

        if (wipe || Metadata() is not { } now)
        {
            SuperDisk.Create(super, geometry, metadata);
            super.Flush();
            return;
        }

        var other = Slots.Active == "a" ? "_b" : "_a";
        var kept = now.Partitions.Where(partition => partition.Name.EndsWith(other, StringComparison.Ordinal) && metadata.Find(partition.Name) is null).ToList();
        SuperDisk.Update(super, SlotNumber, metadata with
        {
            Groups = [.. metadata.Groups, .. now.Groups.Where(group => kept.Any(partition => partition.Group == group.Name) && metadata.Groups.All(known => known.Name != group.Name))],
            Partitions = [.. metadata.Partitions, .. kept],
        });
        super.Flush();
    }

    private int SlotNumber => Slots.Active == "a" ? 0 : 1;

    private Stream Open(string name)
    {
        if (PhoneLayout.Find(name) is { } partition)
        {
            return partition.IsProtected ? throw new InvalidOperationException($"{name} is protected.") : new PartitionStream(phone.Open(partition));
        }

        var super = OpenSuper();
        return new SuperStream(super, SuperDisk.Read(super, SlotNumber).Find(name) ?? throw new ArgumentException($"There is no partition {name}.", nameof(name)));
    }

    private PartitionStream OpenSuper() => new(phone.Open(PhoneLayout.Find(PhoneLayout.Super)!));

    private SuperMetadata? Metadata()
    {
        try
        {
            using var super = OpenSuper();
            return SuperDisk.Read(super, SlotNumber);
        }
        catch (ProtocolException)
        {
            return null;
        }
    }
}

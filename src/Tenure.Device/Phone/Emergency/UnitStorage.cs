using System.Security.Cryptography;
using Tenure.Device.Block;
using Tenure.Protocols.Firehose;

namespace Tenure.Device.Phone.Emergency;

/// <summary>A phone's storage as its programmer sees it: units of sectors, partition tables and all.</summary>
/// <param name="units">Each as long as <see cref="PhoneLayout.SizeOf"/> says.</param>
/// <param name="serial">The storage's own number.</param>
public sealed class UnitStorage(IReadOnlyList<IPartition> units, uint serial = 0) : IFirehoseStorage
{
    private const int ChunkLength = 1 << 20;
    private const int BootUnit = 1;

    /// <inheritdoc />
    public string MemoryName => PhoneLayout.MemoryName;

    /// <inheritdoc />
    public int SectorSize => PhoneLayout.SectorSize;

    /// <inheritdoc />
    public int Units => units.Count;

    /// <inheritdoc />
    public FirehoseStorageFacts Facts(int unit) => new()
    {
        Sectors = Sectors(unit),
        SectorSize = SectorSize,
        Units = Units,
        MemoryType = "UFS",
        ProductName = "TENURE VIRTUAL",
        ManufacturerId = 0,
        SerialNumber = serial,
        FirmwareVersion = "1",
    };

    /// <inheritdoc />
    public long Sectors(int unit) => units[unit].Length / SectorSize;

    /// <inheritdoc />
    public ValueTask ReadAsync(int unit, long sector, Memory<byte> bytes, CancellationToken ct)
    {
        Powered(() => units[unit].Read(sector * SectorSize, bytes.Span));
        return default;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(int unit, long sector, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        Write(unit, sector, bytes);
        return default;
    }

    /// <inheritdoc />
    public ValueTask EraseAsync(FirehoseRange range, CancellationToken ct)
    {
        Erase(range, ct);
        return default;
    }

    internal void Write(int unit, long sector, ReadOnlyMemory<byte> bytes) => Powered(() => units[unit].Write(sector * SectorSize, bytes.Span));

    internal void Erase(FirehoseRange range, CancellationToken ct = default)
    {
        var nothing = new byte[ChunkLength];
        var end = (range.First + range.Sectors) * SectorSize;
        for (var at = range.First * SectorSize; at < end; at += ChunkLength)
        {
            ct.ThrowIfCancellationRequested();
            var length = (int)Math.Min(ChunkLength, end - at);
            Powered(() => units[range.Unit].Write(at, nothing.AsSpan(0, length)));
        }
    }

    /// <summary>The boot ROM has the unit that it starts from fixed in itself: that one is agreed to, and no other.</summary>
    public bool SetBootable(int unit) => unit == BootUnit;

    /// <summary>The division of this phone is fixed: it takes the one that it has, and keeps the unit of lock, key and counters.</summary>
    public IReadOnlyList<int>? ErasedBy(Provisioning wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var fits = wanted is { MemoryName: PhoneLayout.MemoryName, IsForGood: false } && wanted.Units.Count == Units
            && wanted.Units.Index().All(unit => unit.Item is var each && each.Number == unit.Index && each.SectorSize == SectorSize && (each.Grows || each.Kibibytes * 1024 == units[unit.Index].Length)
                && each.Boots == (unit.Index == BootUnit ? 1 : 0));
        return fits ? [.. Enumerable.Range(0, Units).Except(PhoneLayout.ProtectedRanges.Select(range => range.Unit))] : null;
    }

    /// <summary>All that was written to a unit is on the medium.</summary>
    internal void Sync(int unit) => Powered(units[unit].Sync);

    internal bool HasDigest(FirehoseRange range, byte[] digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[ChunkLength];
        var end = (range.First + range.Sectors) * SectorSize;
        for (var at = range.First * SectorSize; at < end; at += ChunkLength)
        {
            var part = chunk.AsMemory(0, (int)Math.Min(ChunkLength, end - at));
            Powered(() => units[range.Unit].Read(at, part.Span));
            hash.AppendData(part.Span);
        }

        return hash.GetHashAndReset().AsSpan().SequenceEqual(digest);
    }

    internal static void Powered(Action act)
    {
        try
        {
            act();
        }
        catch (PowerCutException e)
        {
            throw new PowerLostException(e);
        }
    }
}

namespace Tenure.Protocols.Firehose;

/// <summary>The storage of a device: units of sectors.</summary>
public interface IFirehoseStorage
{
    /// <summary>emmc, ufs, …</summary>
    string MemoryName { get; }

    /// <summary>Bytes of a sector, the same for all units.</summary>
    int SectorSize { get; }

    /// <summary>Units, from 0 on.</summary>
    int Units { get; }

    /// <summary>What it says of itself.</summary>
    FirehoseStorageFacts Facts(int unit);

    /// <summary>Sectors of a unit.</summary>
    long Sectors(int unit);

    /// <summary>Reads whole sectors.</summary>
    /// <exception cref="IOException">It failed.</exception>
    ValueTask ReadAsync(int unit, long sector, Memory<byte> bytes, CancellationToken ct);

    /// <summary>Writes whole sectors.</summary>
    /// <exception cref="IOException">It failed.</exception>
    ValueTask WriteAsync(int unit, long sector, ReadOnlyMemory<byte> bytes, CancellationToken ct);

    /// <summary>Discards sectors.</summary>
    /// <exception cref="IOException">It failed.</exception>
    ValueTask EraseAsync(FirehoseRange range, CancellationToken ct);

    /// <summary>Boots from this unit from now on.</summary>
    /// <returns>False when it cannot.</returns>
    bool SetBootable(int unit);

    /// <summary>What goes when the storage is divided anew.</summary>
    /// <returns>The units; <c>null</c> when it cannot be divided so.</returns>
    IReadOnlyList<int>? ErasedBy(Provisioning wanted);
}

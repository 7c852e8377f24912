namespace Tenure.Protocols.Super;

/// <summary>Which logical partitions there are and where they lie. Changes make a new one; nothing is written by them.</summary>
/// <remarks>AOSP <c>liblp</c>, <c>metadata_format.h</c> and <c>builder.cpp</c>.</remarks>
public sealed record SuperMetadata
{
    internal const int MaxPartitions = 1024;

    /// <summary>Minor version of the format, 0 to 2; the major one is 10.</summary>
    public int MinorVersion { get; init; }

    /// <summary>Of the header, since minor version 2: bit 0 for a virtual A/B device.</summary>
    public uint Flags { get; init; }

    /// <summary>In the order of the table.</summary>
    public required IReadOnlyList<SuperPartition> Partitions { get; init; }

    /// <summary>At least <see cref="SuperGroup.Default"/>.</summary>
    public required IReadOnlyList<SuperGroup> Groups { get; init; }

    /// <summary>At least one; the first holds the metadata.</summary>
    public required IReadOnlyList<SuperDevice> Devices { get; init; }

    /// <summary>Bytes of the blocks of which partitions are made.</summary>
    public int BlockSize { get; init; } = 4096;

    /// <summary>Metadata without a partition, as <c>super_empty.img</c> has it.</summary>
    /// <param name="geometry">How the device is laid out.</param>
    /// <param name="deviceBytes">Bytes of the partition <c>super</c>.</param>
    /// <param name="groups">Beside the default one.</param>
    /// <param name="alignment">Bytes at whose multiples runs begin.</param>
    public static SuperMetadata Empty(SuperGeometry geometry, long deviceBytes, IEnumerable<SuperGroup>? groups = null, uint alignment = 1 << 20)
    {
        var first = Aligned(SuperFormat.HeadSize(geometry), alignment, 0) / SuperFormat.SectorSize;
        return new SuperMetadata
        {
            Partitions = [],
            Groups = [new(SuperGroup.Default), .. groups ?? []],
            Devices = [new("super", (ulong)deviceBytes, (ulong)first, alignment)],
            BlockSize = geometry.LogicalBlockSize,
        };
    }

    /// <summary>Finds a partition by name.</summary>
    public SuperPartition? Find(string name) => Partitions.FirstOrDefault(partition => string.Equals(partition.Name, name, StringComparison.Ordinal));

    /// <summary>With one more partition.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SuperBroken"/>: the name is taken or none, the group is not there or full, there is no room.</exception>
    public SuperMetadata Create(string name, string group, long bytes, SuperAttributes attributes = SuperAttributes.None)
    {
        if (!SuperFormat.IsName(name) || Find(name) is not null || Partitions.Count == MaxPartitions)
        {
            throw SuperFormat.Broken("The name is taken or is none, or there are 1024 partitions.", "name");
        }

        return (this with { Partitions = [.. Partitions, new(name, group, attributes, [])] }).Resize(name, bytes);
    }

    /// <summary>Without a partition. Its bytes stay where they are until others are written there.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SuperBroken"/>: there is none of that name.</exception>
    public SuperMetadata Delete(string name)
    {
        var partition = Need(name);
        return this with { Partitions = [.. Partitions.Where(other => other != partition)] };
    }

    /// <summary>With a partition that is larger or smaller: it keeps its first bytes, and grows where there is room.</summary>
    /// <param name="name">Which.</param>
    /// <param name="bytes">Rounded up to whole blocks.</param>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SuperBroken"/>: there is none of that name, its group is full, there is no room.</exception>
    public SuperMetadata Resize(string name, long bytes)
    {
        var partition = Need(name);
        if (bytes < 0 || bytes > long.MaxValue - BlockSize)
        {
            throw SuperFormat.Broken("A size is not negative.", "size");
        }

        var sectors = (ulong)((bytes + BlockSize - 1) / BlockSize * BlockSize / SuperFormat.SectorSize);
        var now = (ulong)partition.Size / SuperFormat.SectorSize;
        var extents = sectors <= now ? Shortened(partition.Extents, sectors) : [.. partition.Extents, .. Room(sectors - now)];
        var changed = this with { Partitions = [.. Partitions.Select(other => other == partition ? partition with { Extents = Joined(extents) } : other)] };
        changed.CheckGroup(partition.Group);
        return changed;
    }

    /// <summary>Bytes in runs that no partition has.</summary>
    public long FreeBytes => checked((long)FreeRuns().Aggregate(0UL, (sum, run) => sum + run.Sectors) * SuperFormat.SectorSize);

    internal string? Fault()
    {
        if (Devices.Count == 0 || Groups.Count == 0 || Partitions.Count > MaxPartitions)
        {
            return "There is at least one device and one group, and at most 1024 partitions.";
        }

        if (Partitions.DistinctBy(partition => partition.Name).Count() != Partitions.Count || Groups.DistinctBy(group => group.Name).Count() != Groups.Count)
        {
            return "Two have one name.";
        }

        return Partitions.Select(FaultOf).FirstOrDefault(fault => fault is not null) ?? FaultBetween();
    }

    private string? FaultOf(SuperPartition partition)
    {
        if (!SuperFormat.IsName(partition.Name) || !Groups.Any(group => group.Name == partition.Group))
        {
            return $"{partition.Name} has no name or no group.";
        }

        foreach (var extent in partition.Extents)
        {
            if (extent.Sectors == 0 || extent.Sectors > long.MaxValue / SuperFormat.SectorSize)
            {
                return $"{partition.Name} has a run that is empty or without bounds.";
            }

            if (extent.Start is { } start && (extent.Device >= Devices.Count || !Lies(Devices[(int)extent.Device], start, extent.Sectors)))
            {
                return $"{partition.Name} has a run outside its device.";
            }
        }

        return partition.Extents.Aggregate(0UL, (sum, extent) => Math.Min(sum + extent.Sectors, ulong.MaxValue / 4)) > long.MaxValue / SuperFormat.SectorSize ? $"{partition.Name} is too large." : null;
    }

    private static bool Lies(SuperDevice device, ulong start, ulong sectors)
    {
        var end = device.Size / SuperFormat.SectorSize;
        return start >= device.FirstSector && start <= end && sectors <= end - start;
    }

    private string? FaultBetween()
    {
        var runs = Taken().OrderBy(run => run.Device).ThenBy(run => run.Start).ToList();
        return runs.Zip(runs.Skip(1)).Any(pair => pair.First.Device == pair.Second.Device && pair.First.Start + pair.First.Sectors > pair.Second.Start) ? "Two partitions overlap." : null;
    }

    private IEnumerable<(uint Device, ulong Start, ulong Sectors)> Taken() =>
        Partitions.SelectMany(partition => partition.Extents).Where(extent => extent.Start is not null).Select(extent => (extent.Device, extent.Start!.Value, extent.Sectors));

    private SuperPartition Need(string name) => Find(name) ?? throw SuperFormat.Broken("There is no logical partition of that name.", "name");

    private void CheckGroup(string name)
    {
        var group = Groups.FirstOrDefault(other => other.Name == name) ?? throw SuperFormat.Broken("There is no group of that name.", "group");
        var used = Partitions.Where(partition => partition.Group == name).Sum(partition => (decimal)partition.Size);
        if (group.MaxBytes != 0 && used > group.MaxBytes)
        {
            throw SuperFormat.Broken("The group's partitions may not have so much together.", "group");
        }
    }

    private static List<SuperExtent> Shortened(IReadOnlyList<SuperExtent> extents, ulong sectors)
    {
        var kept = new List<SuperExtent>();
        foreach (var extent in extents)
        {
            if (sectors == 0)
            {
                break;
            }

            kept.Add(extent with { Sectors = Math.Min(extent.Sectors, sectors) });
            sectors -= kept[^1].Sectors;
        }

        return kept;
    }

    private IEnumerable<SuperExtent> Room(ulong sectors)
    {
        foreach (var run in FreeRuns())
        {
            var part = Math.Min(run.Sectors, sectors);
            yield return new(part, run.Start, run.Device);
            sectors -= part;
            if (sectors == 0)
            {
                yield break;
            }
        }

        throw SuperFormat.Broken("There is no room for it.", "size");
    }

    // What lies between the runs that are taken, beginning where the device is aligned, in whole blocks.
    private IEnumerable<(uint Device, ulong Start, ulong Sectors)> FreeRuns()
    {
        var unit = (ulong)(BlockSize / SuperFormat.SectorSize);
        for (var index = 0; index < Devices.Count; index++)
        {
            var device = Devices[index];
            var at = device.FirstSector;
            var end = device.Size / SuperFormat.SectorSize;
            foreach (var (start, sectors) in Taken().Where(run => run.Device == index).OrderBy(run => run.Start).Select(run => (run.Start, run.Sectors)).Append((end, 0UL)))
            {
                var first = (ulong)Aligned((long)at * SuperFormat.SectorSize, device.Alignment, device.AlignmentOffset) / SuperFormat.SectorSize;
                if (start > first && (start - first) / unit is var blocks and > 0)
                {
                    yield return ((uint)index, first, blocks * unit);
                }

                at = start + sectors;
            }
        }
    }

    private static List<SuperExtent> Joined(IEnumerable<SuperExtent> extents)
    {
        var joined = new List<SuperExtent>();
        foreach (var extent in extents)
        {
            if (joined is [.., { Start: { } start } last] && last.Device == extent.Device && start + last.Sectors == extent.Start)
            {
                joined[^1] = last with { Sectors = last.Sectors + extent.Sectors };
            }
            else
            {
                joined.Add(extent);
            }
        }

        return joined;
    }

    private static long Aligned(long bytes, uint alignment, uint offset)
    {
        if (alignment == 0)
        {
            return bytes;
        }

        var steps = Math.Max(0, bytes - offset + alignment - 1) / alignment;
        return (steps * alignment) + offset;
    }
}

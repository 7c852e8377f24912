using Tenure.Protocols.Firehose;

namespace Tenure.Device.Phone.Emergency;

/// <summary>A set of sectors, as ranges that neither touch nor overlap. Not changed: each operation gives another set.</summary>
public sealed class SectorSet
{
    /// <summary>No sector.</summary>
    public static readonly SectorSet Empty = new([]);

    private SectorSet(IReadOnlyList<FirehoseRange> ranges) => Ranges = ranges;

    /// <summary>By unit and first sector.</summary>
    public IReadOnlyList<FirehoseRange> Ranges { get; }

    /// <summary>True when there is none.</summary>
    public bool IsEmpty => Ranges.Count == 0;

    /// <summary>All sectors of these ranges.</summary>
    public static SectorSet Of(IEnumerable<FirehoseRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        var joined = new List<FirehoseRange>();
        foreach (var range in ranges.OrderBy(r => r.Unit).ThenBy(r => r.First))
        {
            if (joined is [.., var last] && last.Unit == range.Unit && range.First <= EndOf(last))
            {
                joined[^1] = last with { Sectors = Math.Max(EndOf(last), EndOf(range)) - last.First };
            }
            else
            {
                joined.Add(range);
            }
        }

        return new(joined);
    }

    /// <summary>These, and those of some ranges.</summary>
    public SectorSet With(params IEnumerable<FirehoseRange> ranges) => Of(Ranges.Concat(ranges));

    /// <summary>These without those of a range.</summary>
    public SectorSet Without(FirehoseRange range) => new([.. Ranges.SelectMany(r => Rest(r, range))]);

    /// <summary>Whether one of them is in the range.</summary>
    public bool Overlaps(FirehoseRange range) => Ranges.Any(r => Overlap(r, range));

    /// <summary>Whether all of the range is in them.</summary>
    public bool Covers(FirehoseRange range) => Ranges.Any(r => r.Unit == range.Unit && r.First <= range.First && EndOf(r) >= EndOf(range));

    /// <summary>Whether two ranges have a sector in common.</summary>
    public static bool Overlap(FirehoseRange one, FirehoseRange other) => one.Unit == other.Unit && one.First < EndOf(other) && other.First < EndOf(one);

    private static long EndOf(FirehoseRange range) => range.First + range.Sectors;

    private static IEnumerable<FirehoseRange> Rest(FirehoseRange range, FirehoseRange without)
    {
        if (!Overlap(range, without))
        {
            return [range];
        }

        FirehoseRange[] ends = [range with { Sectors = without.First - range.First }, new(range.Unit, EndOf(without), EndOf(range) - EndOf(without))];
        return ends.Where(end => end.Sectors > 0);
    }
}

using Tenure.Protocols.Firehose;

namespace Tenure.Device.Phone.Emergency;

/// <summary>The sectors whose bytes do not count: being written when the power failed, or not the maker's. Kept through power cuts; a phone that has some does not start.</summary>
/// <param name="kept">As they were kept.</param>
/// <param name="keep">Keeps them: whole when it returns.</param>
public sealed class BadSectors(IEnumerable<FirehoseRange> kept, Action<IReadOnlyList<FirehoseRange>> keep)
{
    /// <summary>Those now.</summary>
    public SectorSet All { get; private set; } = SectorSet.Of(kept);

    internal void Set(SectorSet all)
    {
        if (!all.Ranges.SequenceEqual(All.Ranges))
        {
            keep(all.Ranges);
            All = all;
        }
    }
}

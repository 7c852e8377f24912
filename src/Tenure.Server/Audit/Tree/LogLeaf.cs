using Tenure.Domain.Devices;

namespace Tenure.Server.Audit.Tree;

/// <summary>Which entry is at a place of the tree.</summary>
internal sealed class LogLeaf
{
    private LogLeaf()
    {
    }

    /// <summary>The place, from 0, without gaps.</summary>
    public long Index { get; private set; }

    public DeviceId DeviceId { get; private set; }

    public long Sequence { get; private set; }
}

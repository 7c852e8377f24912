namespace Tenure.Server.Audit.Tree;

/// <summary>A checkpoint that this server signed. Saved in the transaction that made it true: what is not saved was shown to nobody.</summary>
internal sealed class CheckpointRow
{
    private CheckpointRow()
    {
    }

    public CheckpointRow(long size, DateTimeOffset at, byte[] signed)
    {
        Size = size;
        At = at.ToUnixTimeSeconds();
        Signed = signed;
    }

    /// <summary>Entries of the tree.</summary>
    public long Size { get; private set; }

    /// <summary>Seconds since 1970, a whole hour.</summary>
    public long At { get; private set; }

    /// <summary>Checkpoint and certificate as they travel.</summary>
    public byte[] Signed { get; private set; } = [];
}

using Tenure.Protocols.Log;

namespace Tenure.Server.Audit.Tree;

/// <summary>A tile of the tree as it is kept.</summary>
internal sealed class LogTile
{
    private const int LevelShift = 56;

    private LogTile()
    {
    }

    /// <summary>Level and index in one number: the highest byte and the rest.</summary>
    public long Id { get; private set; }

    /// <summary>At most 256 hashes of 32 bytes. It grows at its end and never changes otherwise.</summary>
    public byte[] Hashes { get; private set; } = [];

    public static long IdOf(MerkleTile tile) => ((long)tile.Level << LevelShift) | tile.Index;

    public MerkleTile ToTile() => new((int)(Id >> LevelShift), Id & ((1L << LevelShift) - 1));
}

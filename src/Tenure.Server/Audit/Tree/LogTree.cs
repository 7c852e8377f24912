using System.Security.Cryptography;
using Tenure.Protocols.Log;

namespace Tenure.Server.Audit.Tree;

/// <summary>The tree as it stands, one row. Whoever takes entries up locks it first, so a tree cannot fork.</summary>
internal sealed class LogTree
{
    /// <summary>The one row's key.</summary>
    public const int OnlyId = 1;

    private LogTree()
    {
    }

    /// <summary>The tree of a new log.</summary>
    public static LogTree New() => new() { LogId = RandomNumberGenerator.GetBytes(LogChain.RefSize), RootHash = MerkleTree.EmptyRoot };

    public int Id { get; private set; } = OnlyId;

    /// <summary>The log's own random name, in every checkpoint.</summary>
    public byte[] LogId { get; private set; } = [];

    /// <summary>How many entries it has taken up.</summary>
    public long Size { get; private set; }

    public byte[] RootHash { get; private set; } = [];

    /// <summary>Another log, without entries yet.</summary>
    public void BeginAnew(byte[] logId)
    {
        LogId = logId;
        Size = 0;
        RootHash = MerkleTree.EmptyRoot;
    }

    /// <summary>Takes the size and the root of a tree that grew out of this one.</summary>
    public void GrowTo(MerkleGrowth grown)
    {
        Size = grown.Size;
        RootHash = grown.Root();
    }
}

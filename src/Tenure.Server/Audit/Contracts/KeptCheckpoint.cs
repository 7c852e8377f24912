using System.Buffers.Text;
using Tenure.Client.Devices;
using Tenure.Protocols.Log;

namespace Tenure.Server.Audit.Contracts;

/// <summary>The checkpoint that this server signed last.</summary>
/// <param name="Size">Entries of the tree.</param>
/// <param name="Signed">As it travels.</param>
internal sealed record KeptCheckpoint(long Size, byte[] Signed)
{
    /// <summary>As the API gives it.</summary>
    /// <param name="proof">That the tree grew out of the one that the caller names; <c>null</c> when none is named.</param>
    /// <param name="successions">The roots' words that explain other logs before this one.</param>
    public LogCheckpoint ToClient(IReadOnlyList<byte[]>? proof, IReadOnlyList<byte[]> successions)
    {
        var checkpoint = CheckpointCodec.ReadUnverified(Signed);
        return new(
            Base64Url.EncodeToString(Signed), Base64Url.EncodeToString(checkpoint.LogId), Size, Base64Url.EncodeToString(checkpoint.RootHash), checkpoint.At, proof?.ToText(),
            successions.Count == 0 ? null : successions.ToText());
    }
}

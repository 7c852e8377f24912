using System.Buffers.Text;
using Tenure.Protocols;
using Tenure.Protocols.Log;
using Tenure.Server.Audit.Tree;
using Tenure.Server.Keys.Contracts;

namespace Tenure.Server.Audit.Contracts;

/// <summary>
/// Holds the log that is there against the checkpoint that a browser was shown before and brings back. It is signed, so whoever plants one can bring no other than ours; a browser that was shown
/// one that does not fit has the server's own signature under both.
/// </summary>
internal sealed class ShownLog(LogProofs proofs, LogSuccessions successions, ServerRoots roots, TicketSigner signer)
{
    /// <summary>What to show.</summary>
    /// <param name="kept">What the browser keeps, base64url; what is no checkpoint of this server counts as nothing.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns><c>null</c> before the first checkpoint.</returns>
    public async Task<LogView?> ExecuteAsync(string? kept, CancellationToken ct)
    {
        var latest = await proofs.LatestAsync(ct);
        if (latest.Refusal is not null)
        {
            return null;
        }

        var now = CheckpointCodec.ReadUnverified(latest.Value.Signed);
        var before = Read(kept);
        return new(now, Base64Url.EncodeToString(latest.Value.Signed), before, before is null || await FitsAsync(before, now, ct));
    }

    private async Task<bool> FitsAsync(Checkpoint before, Checkpoint now, CancellationToken ct)
    {
        if (!before.LogId.AsSpan().SequenceEqual(now.LogId))
        {
            // Only a root says that a log is over.
            return LogSuccessionCodec.Leads(successions.All.Select(ReadSuccession).OfType<LogSuccession>(), signer.Issuer, before.LogId, now.LogId);
        }

        if (before.Size > now.Size)
        {
            return false;
        }

        var proof = await proofs.ExtensionAsync(before.Size, now.Size, ct);
        return MerkleProof.IsExtension(before.Size, before.RootHash, now.Size, now.RootHash, [.. proof]);
    }

    private Checkpoint? Read(string? kept)
    {
        if (kept is null || kept.Length > Base64Url.GetEncodedLength(CheckpointCodec.MaxBytes) || !Base64Url.IsValid(kept))
        {
            return null;
        }

        try
        {
            return CheckpointCodec.Verify(Base64Url.DecodeFromChars(kept), roots.All, signer.Issuer).Checkpoint;
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    private LogSuccession? ReadSuccession(byte[] signed)
    {
        try
        {
            return LogSuccessionCodec.Verify(signed, roots.All);
        }
        catch (ProtocolException)
        {
            return null;
        }
    }
}

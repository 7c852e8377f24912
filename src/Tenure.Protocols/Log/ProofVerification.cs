using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Log;

/// <summary>Walks along a proof: heads and entries as they come, and the first thing that does not hold.</summary>
/// <remarks>The entries are one device's and follow each other; the first one need not be the first of its chain. What the file cannot prove is that its root is the right one: compare <see cref="Root"/>.</remarks>
public sealed class ProofVerification
{
    private LogVerification? chain;

    /// <summary>Under which root the checkpoints are signed; <c>null</c> before the first head.</summary>
    public PublicKeyP256? Root { get; private set; }

    /// <summary>The last checkpoint; <c>null</c> before the first head.</summary>
    public Checkpoint? Checkpoint { get; private set; }

    /// <summary>How many entries hold.</summary>
    public long Count { get; private set; }

    /// <summary>The place of the entry that is looked at, for a message: its sequence.</summary>
    public long Position { get; private set; }

    /// <summary>Takes the next line of <see cref="ProofFile.ReadAsync"/>.</summary>
    /// <returns>The break; <c>null</c> when all holds so far. After a break nothing more is to be taken.</returns>
    /// <exception cref="ProtocolException">A checkpoint that is not signed as it must be, or a line that has no place there.</exception>
    public LogBreak? Add(object line)
    {
        switch (line)
        {
            case ProofHead head:
                Take(head);
                return null;
            case ProvenLine proven when Checkpoint is { } checkpoint:
                return Find(proven, checkpoint);
            default:
                throw new ProtocolException(ProtocolErrorCode.LogLineRefused, "A proof begins with its checkpoint.", "line");
        }
    }

    /// <summary>The end of the file.</summary>
    /// <exception cref="ProtocolException">There was no entry.</exception>
    public void End()
    {
        if (Count == 0)
        {
            throw new ProtocolException(ProtocolErrorCode.LogLineRefused, "A proof without an entry proves nothing.", "line");
        }
    }

    private void Take(ProofHead head)
    {
        var checkpoint = CheckpointCodec.Verify(head.Checkpoint, [head.Root]).Checkpoint;
        if (Root is not null && (!Root.Equals(head.Root) || !Checkpoint!.LogId.AsSpan().SequenceEqual(checkpoint.LogId) || Checkpoint.Size > checkpoint.Size || Checkpoint.Issuer != checkpoint.Issuer))
        {
            throw new ProtocolException(ProtocolErrorCode.LogLineRefused, "The checkpoints of one proof are of one log and one root, and none is smaller than the one before.", "checkpoint");
        }

        (Root, Checkpoint) = (head.Root, checkpoint);
    }

    private LogBreak? Find(ProvenLine proven, Checkpoint checkpoint)
    {
        Position = proven.Line.Entry.Sequence;
        chain ??= LogVerification.From(proven.Line.Entry);
        if (chain.Add(proven.Line) is { } broken)
        {
            return broken;
        }

        if (!MerkleProof.IsIncluded(proven.Line.Hash, proven.Index, checkpoint.Size, checkpoint.RootHash, proven.Proof))
        {
            return new(Position, LogBreakReason.NotIncluded, "The entry is not proven to be in the log of the checkpoint.");
        }

        Count++;
        return null;
    }
}

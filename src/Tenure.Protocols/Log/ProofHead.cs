using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Log;

/// <summary>What the proofs behind it lead to: a signed checkpoint, and the root under which it was signed.</summary>
/// <param name="Root">Whoever checks the file compares its fingerprint with one from elsewhere.</param>
/// <param name="Checkpoint">As it travels.</param>
public sealed record ProofHead(PublicKeyP256 Root, byte[] Checkpoint)
{
    /// <summary>The head of a checkpoint that was signed under one of several roots; it names the first where it was signed under none, and then nobody believes it.</summary>
    /// <param name="checkpoint">As it travels.</param>
    /// <param name="roots">At least one.</param>
    public static ProofHead Of(byte[] checkpoint, IReadOnlyList<PublicKeyP256> roots)
    {
        ArgumentNullException.ThrowIfNull(roots);
        return new(roots.FirstOrDefault(root => IsUnder(checkpoint, root)) ?? roots[0], checkpoint);
    }

    private static bool IsUnder(byte[] checkpoint, PublicKeyP256 root)
    {
        try
        {
            CheckpointCodec.Verify(checkpoint, [root]);
            return true;
        }
        catch (ProtocolException)
        {
            return false;
        }
    }
}

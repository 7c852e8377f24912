using System.Buffers.Text;
using Tenure.Protocols;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Contracts;

namespace Tenure.Server.Cases.Contracts;

/// <summary>What an agent's passkey signed for a case, as the operators' log keeps it, and the words that were signed with it.</summary>
/// <param name="Agent">The operator's name.</param>
/// <param name="Reason">As it was signed.</param>
/// <param name="Signed">The assertion.</param>
internal sealed record AgentSignature(string Agent, string Reason, LoggedSignature Signed)
{
    /// <summary>As it is kept for the signer.</summary>
    /// <param name="rest">32 bytes: what the agent was shown.</param>
    public byte[] ToVote(byte[] rest) => SignedVotesCodec.EncodeVote(new SignedVote(
        Agent, Bytes(Signed.Nonce), Reason, rest, Bytes(Signed.Credential), Bytes(Signed.ClientData), Bytes(Signed.AuthenticatorData), Bytes(Signed.Signature)));

    /// <summary>Whether a signer reads it: nothing in it is longer than browsers and authenticators make it.</summary>
    public bool IsReadable()
    {
        try
        {
            _ = ToVote(new byte[ClaimSizes.Digest]);
            return true;
        }
        catch (ProtocolException)
        {
            return false;
        }
    }

    private static byte[] Bytes(string text) => Base64Url.DecodeFromChars(text);
}

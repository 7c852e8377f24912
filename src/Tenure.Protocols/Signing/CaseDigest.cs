using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tenure.Protocols.Signing;

/// <summary>What a case is, as agents sign it: in the open what it is about, under a hash what speaks for it. So a signer sees which device and holding a vote is for, and nothing else of the case.</summary>
/// <remarks>docs/protocols/signer.md#votes.</remarks>
public static class CaseDigest
{
    /// <summary>The kind of a case that lets a device go.</summary>
    public const string Release = "Release";

    /// <summary>32 bytes that stand for a case.</summary>
    /// <param name="number">Its number, without its hyphen.</param>
    /// <param name="kind"><see cref="Release"/>, or another word.</param>
    /// <param name="device">The device's id; empty where it is about none.</param>
    /// <param name="epoch">The device's epoch; <c>null</c> where it is about none.</param>
    /// <param name="holding">16 bytes: the holding that would end; <c>null</c> where there is none.</param>
    /// <param name="round">How often agents had begun to look at it anew.</param>
    /// <param name="rest">32 bytes: all else that the agent was shown.</param>
    public static byte[] Of(string number, string kind, string device, uint? epoch, byte[]? holding, uint round, byte[] rest) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n',
        "tenure/case/3", number, kind, device, epoch?.ToString(CultureInfo.InvariantCulture) ?? "", Convert.ToHexStringLower(holding ?? []), round.ToString(CultureInfo.InvariantCulture), Convert.ToHexStringLower(rest))));

    /// <summary>32 bytes: what the passkey of an agent who is for a case is asked to sign. docs/decisions/0104-passkeys-of-agents.md.</summary>
    /// <param name="vote">The vote; its assertion is not looked at.</param>
    /// <param name="number">The case's number, without its hyphen.</param>
    /// <param name="digest">The case's digest.</param>
    public static byte[] ChallengeOf(SignedVote vote, string number, byte[] digest)
    {
        ArgumentNullException.ThrowIfNull(vote);
        return SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
            '\n', "tenure/passkey/1", "vote", vote.Agent, System.Buffers.Text.Base64Url.EncodeToString(vote.Nonce), number, Convert.ToHexStringLower(digest), "approve", vote.Reason)));
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Tenure.Domain.Cases;

namespace Tenure.Server.Operators;

/// <summary>What passkeys sign: SHA-256 over lines that say which act of whom it is. docs/decisions/0104-passkeys-of-agents.md has the lines; passkey.js makes the same.</summary>
internal static class PasskeyChallenge
{
    private const string Version = "tenure/passkey/1";

    /// <summary>To register a new passkey.</summary>
    /// <param name="name">The operator's.</param>
    /// <param name="nonce">In base64url.</param>
    public static byte[] OfRegistration(string name, string nonce) => Of("register", name, nonce);

    /// <summary>To vouch for a new passkey.</summary>
    /// <param name="name">The operator's.</param>
    /// <param name="nonce">In base64url.</param>
    /// <param name="attestation">The new passkey's attestation object, which holds its key.</param>
    public static byte[] OfVoucher(string name, string nonce, byte[] attestation) => Of("vouch", name, nonce, Convert.ToHexStringLower(SHA256.HashData(attestation)));

    /// <summary>To decide in a case.</summary>
    /// <param name="name">The operator's.</param>
    /// <param name="nonce">In base64url.</param>
    /// <param name="number">The case, as <see cref="CaseNumber.Read"/> gives it.</param>
    /// <param name="digest">The case as it was shown, lower-case hex.</param>
    /// <param name="verdict">What is decided.</param>
    /// <param name="reason">Why.</param>
    public static byte[] OfVote(string name, string nonce, string number, string digest, string verdict, CaseReason reason) => Of("vote", name, nonce, number, digest, verdict, reason.ToString());

    /// <summary>A nonce as it stands in a challenge.</summary>
    public static string Text(byte[] nonce) => Base64Url.EncodeToString(nonce);

    private static byte[] Of(params ReadOnlySpan<string> lines) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [Version, .. lines])));
}

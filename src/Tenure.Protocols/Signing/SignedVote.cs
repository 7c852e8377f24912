namespace Tenure.Protocols.Signing;

/// <summary>What an agent's passkey signed when its agent was for a case: the assertion (WebAuthn §7.2), and what its challenge is made of besides what is known. Byte arrays are not copied.</summary>
/// <param name="Agent">Whose passkey; 1 to 40 bytes.</param>
/// <param name="Nonce">The server's, 32 bytes; the first eight of them are the milliseconds since 1970, big-endian.</param>
/// <param name="Reason">What was signed beside <c>approve</c>; 1 to 32 bytes.</param>
/// <param name="Rest">32 bytes: what the agent was shown of the case, see <see cref="CaseDigest"/>.</param>
/// <param name="Credential">What the authenticator calls the passkey; 1 to 1023 bytes.</param>
/// <param name="ClientData">The bytes of <c>clientDataJSON</c>; 1 to 4096.</param>
/// <param name="AuthenticatorData">37 to 1024 bytes.</param>
/// <param name="Signature">Over authenticator data and SHA-256 of the client data; 1 to 640 bytes.</param>
public sealed record SignedVote(string Agent, byte[] Nonce, string Reason, byte[] Rest, byte[] Credential, byte[] ClientData, byte[] AuthenticatorData, byte[] Signature);

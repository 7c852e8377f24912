namespace Tenure.Server.Audit.Contracts;

/// <summary>What a passkey signed, whole, so that anyone who has the log can verify it: the key is in the entry of its registration. All in base64url.</summary>
/// <param name="Credential">The credential id.</param>
/// <param name="Nonce">The nonce that is in the challenge.</param>
/// <param name="ClientData">The bytes of <c>clientDataJSON</c>.</param>
/// <param name="AuthenticatorData">The authenticator data.</param>
/// <param name="Signature">Over authenticator data and SHA-256 of the client data.</param>
internal sealed record LoggedSignature(string Credential, string Nonce, string ClientData, string AuthenticatorData, string Signature);

using System.Buffers.Text;

namespace Tenure.Server.Operators;

/// <summary>What a browser sends for a passkey, as it came.</summary>
/// <param name="Nonce">The server's nonce that is in the challenge, in base64url.</param>
/// <param name="Answer">The passkey's answer: the JSON of WebAuthn §5.1, <c>toJSON()</c>.</param>
internal sealed record PasskeySaid(string? Nonce, string? Answer)
{
    // 32 bytes.
    private const int NonceLength = 43;

    /// <summary>The nonce; empty when it is none.</summary>
    public byte[] NonceBytes => Nonce is { Length: NonceLength } text && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];
}

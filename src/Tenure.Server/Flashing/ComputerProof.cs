using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tenure.Client.Flashing;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Flashing;

/// <summary>A DPoP proof (RFC 9449 §4.2) whose signature is right, before anything is asked about the request.</summary>
/// <param name="Key">Who signed.</param>
/// <param name="Method">The claim <c>htm</c>.</param>
/// <param name="Address">The claim <c>htu</c>.</param>
/// <param name="Nonce">The claim <c>nonce</c>, decoded.</param>
/// <param name="TokenHash">The claim <c>ath</c>.</param>
/// <param name="BodyHash">Our claim <c>body</c>.</param>
internal sealed record ComputerProof(PublicKeyP256 Key, string Method, Uri Address, byte[] Nonce, string TokenHash, string BodyHash)
{
    // What our client writes has some 650.
    private const int MaxLength = 2048;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>Reads and verifies one; <c>null</c> when it is anything else than such a proof.</summary>
    public static ComputerProof? Read(string text)
    {
        if (text.Length is 0 or > MaxLength || text.Split('.') is not [var header, var payload, var signature]
            || Decode(header) is not { } headerBytes || Decode(payload) is not { } payloadBytes || Decode(signature) is not { Length: 64 } signed)
        {
            return null;
        }

        try
        {
            using var head = JsonDocument.Parse(headerBytes, Strict);
            using var claims = JsonDocument.Parse(payloadBytes, Strict);
            return KeyOf(head.RootElement) is { } key && IsSigned(key, text, signed) ? Of(key, claims.RootElement) : null;
        }
        catch (Exception wrong) when (wrong is JsonException or ProtocolException or InvalidOperationException or CryptographicException)
        {
            return null;
        }
    }

    // Exactly three members: a private key, a certificate or a critical extension has no place here.
    private static PublicKeyP256? KeyOf(JsonElement head)
    {
        if (head.ValueKind != JsonValueKind.Object || head.GetPropertyCount() != 3 || TextOf(head, "typ") != ComputerKey.ProofType || TextOf(head, "alg") != "ES256"
            || !head.TryGetProperty("jwk", out var jwk) || jwk.ValueKind != JsonValueKind.Object || jwk.GetPropertyCount() != 4 || TextOf(jwk, "kty") != "EC" || TextOf(jwk, "crv") != "P-256")
        {
            return null;
        }

        return Decode(TextOf(jwk, "x") ?? "") is { } x && Decode(TextOf(jwk, "y") ?? "") is { } y ? PublicKeyP256.FromCoordinates(x, y) : null;
    }

    private static bool IsSigned(PublicKeyP256 key, string text, byte[] signature)
    {
        using var platform = key.ToECDsa();
        return platform.VerifyData(Encoding.ASCII.GetBytes(text[..text.LastIndexOf('.')]), signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static ComputerProof? Of(PublicKeyP256 key, JsonElement claims) =>
        claims.ValueKind == JsonValueKind.Object
        && TextOf(claims, "jti") is { Length: > 0 }
        && claims.TryGetProperty("iat", out var at) && at.ValueKind == JsonValueKind.Number
        && TextOf(claims, "htm") is { } method
        && Uri.TryCreate(TextOf(claims, "htu"), UriKind.Absolute, out var address)
        && Decode(TextOf(claims, "nonce") ?? "") is { } nonce
        && TextOf(claims, "ath") is { } tokenHash
        && TextOf(claims, ComputerKey.BodyClaim) is { } bodyHash
            ? new ComputerProof(key, method, address, nonce, tokenHash, bodyHash)
            : null;

    private static string? TextOf(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[]? Decode(string text) => text.Length > 0 && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}

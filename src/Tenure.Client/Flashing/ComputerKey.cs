using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tenure.Client.Flashing;

/// <summary>A computer's own P-256 key, and the proofs that a request comes from it.</summary>
/// <remarks>
/// A proof is a DPoP proof (RFC 9449 §4.2): a JWT with <c>htm</c>, <c>htu</c>, <c>iat</c>, <c>jti</c>, <c>nonce</c> and <c>ath</c>, and with one claim of ours, <c>body</c>: the base64url SHA-256 of the
/// request's body, of no bytes where there is none. Signed with ES256.
/// </remarks>
public sealed class ComputerKey : IDisposable
{
    /// <summary>The header that carries a proof.</summary>
    public const string Header = "DPoP";

    /// <summary>The type of a proof (RFC 9449 §4.2).</summary>
    public const string ProofType = "dpop+jwt";

    /// <summary>The claim with the digest of the request's body.</summary>
    public const string BodyClaim = "body";

    private readonly ECDsa key;
    private readonly string jwk;

    /// <summary>Takes a key on P-256; it is disposed with this.</summary>
    /// <exception cref="CryptographicException">A key on another curve.</exception>
    public ComputerKey(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        if (parameters.Q is not { X.Length: 32, Y.Length: 32 } || parameters.Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
        {
            throw new CryptographicException("A computer's key is on P-256.");
        }

        this.key = key;
        // The members in this order and no others: RFC 7638 §3 hashes exactly this text.
        jwk = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(parameters.Q.X)}}","y":"{{Base64Url.EncodeToString(parameters.Q.Y)}}"}""";
        Id = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(jwk)));
    }

    /// <summary>RFC 7638 thumbprint of the public half, base64url, 43 characters: the computer's id.</summary>
    public string Id { get; }

    /// <summary>A new key.</summary>
    public static ComputerKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a key.</summary>
    /// <param name="pkcs8">PKCS #8, DER, not encrypted.</param>
    /// <exception cref="CryptographicException">Not such a key, or one on another curve.</exception>
    public static ComputerKey Import(ReadOnlySpan<byte> pkcs8)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            return new ComputerKey(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The key as PKCS #8, DER, not encrypted.</summary>
    public byte[] Export() => key.ExportPkcs8PrivateKey();

    /// <summary>Proves one request.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="address">Where it goes, without query and fragment: the server's own address, as this computer reaches it.</param>
    /// <param name="nonce">Of the server, never used before.</param>
    /// <param name="accessToken">The bearer token of the request.</param>
    /// <param name="body">The body's bytes.</param>
    /// <param name="at">The time here; the server takes the nonce's.</param>
    public string Prove(string method, Uri address, string nonce, string accessToken, ReadOnlySpan<byte> body, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(accessToken);
        var payload = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["jti"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
            ["htm"] = method,
            ["htu"] = address.GetLeftPart(UriPartial.Path),
            ["iat"] = at.ToUnixTimeSeconds(),
            ["nonce"] = nonce,
            ["ath"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken))),
            [BodyClaim] = Base64Url.EncodeToString(SHA256.HashData(body)),
        });
        var header = $$"""{"typ":"{{ProofType}}","alg":"ES256","jwk":{{jwk}}}""";
        var signed = $"{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(header))}.{Base64Url.EncodeToString(payload)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}

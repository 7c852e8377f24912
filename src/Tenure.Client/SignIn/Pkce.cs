using System.Security.Cryptography;
using System.Buffers.Text;
using System.Text;

namespace Tenure.Client.SignIn;

/// <summary>A code verifier and its challenge (RFC 7636, S256).</summary>
public sealed record Pkce(string Verifier, string Challenge)
{
    /// <summary>A fresh pair: 32 random bytes.</summary>
    public static Pkce Create()
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return new Pkce(verifier, Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))));
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Tenure.Protocols.Signing;

/// <summary>An agent's passkey as a signer knows it, from whoever runs the signer and not from the server. Byte arrays are not copied.</summary>
/// <param name="Agent">The operator's name, which is never given twice.</param>
/// <param name="Role"><c>agent</c> or <c>senior</c>: for who reads the list.</param>
/// <param name="Credential">What the authenticator calls it.</param>
/// <param name="PublicKey">COSE_Key, as <see cref="PasskeyKey"/> reads it.</param>
/// <param name="Since">From when votes count (UTC), whole seconds.</param>
/// <param name="WithdrawnAt">When it was taken away (UTC), whole seconds; no vote counts any more, whenever it was given. <c>null</c> while it is good.</param>
public sealed record AgentKey(string Agent, string Role, byte[] Credential, byte[] PublicKey, DateTimeOffset Since, DateTimeOffset? WithdrawnAt)
{
    private const int ShownDigits = 32;

    /// <summary>32 bytes that stand for a name with a passkey: a signer says which it knows.</summary>
    public static byte[] MarkOf(string agent, byte[] credential, byte[] publicKey) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', "tenure/agent/1", agent, Base64Url.EncodeToString(credential), Base64Url.EncodeToString(publicKey))));

    /// <summary>The same as people compare it: 32 hexadecimal digits.</summary>
    public static string ShownMarkOf(string agent, byte[] credential, byte[] publicKey) => Convert.ToHexStringLower(MarkOf(agent, credential, publicKey))[..ShownDigits];
}

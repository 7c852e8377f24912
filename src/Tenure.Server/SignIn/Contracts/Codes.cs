using System.Security.Cryptography;
using System.Text;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.SignIn.Contracts;

/// <summary>Ids and codes of transactions, and the hashes that are all the database has of them.</summary>
internal sealed class Codes(Pepper pepper)
{
    private const int IdLength = 32;

    /// <summary>An id that nobody can guess, 43 characters.</summary>
    public static string DrawId() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdLength));

    /// <summary>What the database knows of an id. 256 random bits need no slower hash.</summary>
    public static byte[] KeyOf(string id) => SHA256.HashData(Encoding.UTF8.GetBytes(id));

    /// <summary>A code for a transaction, and its hash.</summary>
    public (string Code, byte[] Hash) Draw(byte[] transaction)
    {
        var code = CodeText.Draw();
        return (code, HashOf(transaction, code));
    }

    /// <summary>The hash that no code has: for a transaction whose code nobody may know.</summary>
    public static byte[] NoCode() => RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    /// <summary>Keyed, because a million codes are tried in a second; over the transaction too, so that a code fits no other one.</summary>
    public byte[] HashOf(byte[] transaction, string code) => pepper.Mac("code", [.. transaction, .. Encoding.ASCII.GetBytes(code)]);
}

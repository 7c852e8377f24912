using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.SignIn.Contracts;

/// <summary>Ids and codes of transactions, and the hashes that are all the database has of them.</summary>
internal sealed class Codes(Pepper pepper)
{
    /// <summary>The code of an address that freezes its account.</summary>
    public const string ToFreeze = "freeze-code";

    /// <summary>The code of an address that begins the reset of its account's password.</summary>
    public const string ToReset = "reset-code";

    private const string ToProve = "address-code";

    private const int IdLength = 32;

    /// <summary>How long the code of an address works at least: it does for its period and the next.</summary>
    public static readonly TimeSpan AddressCodeLife = TimeSpan.FromHours(12);

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

    /// <summary>The code of an address: the same wherever it is asked for, so that who reads its mail needs none of their own.</summary>
    /// <remarks>Made of the pepper, address and time, and kept nowhere.</remarks>
    /// <param name="address">Whose.</param>
    /// <param name="now">The time.</param>
    /// <param name="purpose">What it proves: the code for one is worth nothing for another.</param>
    public string OfAddress(EmailAddress address, DateTimeOffset now, string purpose = ToProve)
    {
        var period = (now.UtcTicks / AddressCodeLife.Ticks).ToString(CultureInfo.InvariantCulture);
        var mac = pepper.Mac(purpose, Encoding.UTF8.GetBytes($"{period}\0{address.Value}"));
        return (BinaryPrimitives.ReadUInt128BigEndian(mac) % 1_000_000_000_000).ToString("D12", CultureInfo.InvariantCulture);
    }

    /// <summary>Whether this is the code of an address now.</summary>
    public bool IsOfAddress(EmailAddress address, string code, DateTimeOffset now, string purpose = ToProve) =>
        Same(code, OfAddress(address, now, purpose)) | Same(code, OfAddress(address, now - AddressCodeLife, purpose));

    /// <summary>The hash that no code has: for a transaction whose code nobody may know.</summary>
    public static byte[] NoCode() => RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    private static bool Same(string typed, string code) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(typed), Encoding.ASCII.GetBytes(code));

    /// <summary>Keyed, because a million codes are tried in a second; over the transaction too, so that a code fits no other one.</summary>
    public byte[] HashOf(byte[] transaction, string code) => pepper.Mac("code", [.. transaction, .. Encoding.UTF8.GetBytes(code)]);
}

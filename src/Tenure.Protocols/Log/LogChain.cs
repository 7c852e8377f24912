using System.Security.Cryptography;
using System.Text;

namespace Tenure.Protocols.Log;

/// <summary>A device's log as a hash chain: each entry names the hash of the one before.</summary>
/// <remarks>An entry's hash is that of a leaf by RFC 9162 §2.1.1: the same entries are the leaves of the log's Merkle tree. docs/protocols/log.md.</remarks>
public static class LogChain
{
    /// <summary>Bytes of a hash and of a commitment.</summary>
    public const int HashSize = 32;

    /// <summary>Bytes of a salt.</summary>
    public const int SaltSize = 16;

    /// <summary>Bytes of a device's name in the log.</summary>
    public const int RefSize = 16;

    /// <summary>What the first entry has as <see cref="LogEntry.Previous"/>.</summary>
    public static byte[] Start => new byte[HashSize];

    /// <summary>SHA-256 over 0x00 and the entry's canonical CBOR: the leaf's hash in the tree.</summary>
    /// <exception cref="ProtocolException">A field has a wrong length or is outside its range.</exception>
    public static byte[] Hash(LogEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return MerkleTree.HashLeaf(LogEntryEncoding.Encode(entry));
    }

    /// <summary>HMAC-SHA-256 of the details under a random salt. With the salt deleted, nobody can try out what the details were.</summary>
    /// <param name="salt">16 random bytes, made for this entry.</param>
    /// <param name="details">The bytes committed to: the details' JSON text in UTF-8.</param>
    /// <exception cref="ArgumentException">The salt has another length.</exception>
    public static byte[] Commit(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> details) => salt.Length == SaltSize
        ? HMACSHA256.HashData(salt, details)
        : throw new ArgumentException($"A salt has {SaltSize} bytes.", nameof(salt));

    /// <summary>Checks one device's chain from its first entry on.</summary>
    /// <param name="lines">In order of sequence.</param>
    /// <param name="head">The hash of the last entry when it is known from elsewhere; without it a cut end cannot be seen.</param>
    /// <returns>The first break; <c>null</c> when the chain holds.</returns>
    public static LogBreak? Verify(IEnumerable<LogLine> lines, byte[]? head = null)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var verification = new LogVerification();
        foreach (var line in lines)
        {
            if (verification.Add(line) is { } broken)
            {
                return broken;
            }
        }

        return verification.End(head);
    }

    /// <summary>Whether salt and details are those that were committed to. Both gone is fine: that is how details are erased.</summary>
    internal static bool DetailsHold(LogLine line) => (line.Salt, line.Details) switch
    {
        (null, null) => true,
        ({ Length: SaltSize } salt, { } details) =>
            CryptographicOperations.FixedTimeEquals(Commit(salt, Encoding.UTF8.GetBytes(details)), line.Entry.Commitment),
        _ => false,
    };
}

using System.Security.Cryptography;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Firehose;

/// <summary>Where a programmer is in its tables of digests. After one packet that was not the next it takes none any more.</summary>
/// <param name="keys">Of makers.</param>
internal sealed class DigestCheck(IReadOnlyList<PublicKeyP256> keys)
{
    private DigestTable table;
    private int used;

    public bool IsOpen { get; private set; }

    public bool IsHalted { get; private set; }

    /// <summary>All digests are used up, and another table was announced.</summary>
    public bool NeedsTable => IsOpen && !IsHalted && used == table.Count && table.Link is not null;

    public void Halt() => IsHalted = true;

    /// <exception cref="ProtocolException">It is not the maker's.</exception>
    public void Open(ReadOnlyMemory<byte> signed)
    {
        (table, used) = (DigestTables.Verify(signed, keys), 0);
        IsOpen = true;
    }

    /// <summary>Whether these are the first bytes, all of them, of the table that was announced.</summary>
    public bool IsNext(ReadOnlySpan<byte> digest) => CryptographicOperations.FixedTimeEquals(digest, table.Link!.Value.Span);

    public void Chain(ReadOnlyMemory<byte> file) => (table, used) = (DigestTables.ReadChained(file), 0);

    /// <summary>Whether this packet is the next.</summary>
    public bool Take(ReadOnlySpan<byte> packet)
    {
        Span<byte> digest = stackalloc byte[DigestTables.DigestSize];
        SHA256.HashData(packet, digest);
        if (IsOpen && !IsHalted && used < table.Count && CryptographicOperations.FixedTimeEquals(digest, table[used]))
        {
            used++;
            return true;
        }

        IsHalted = true;
        return false;
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Tenure.Protocols.Signing;

/// <summary>Checks a ledger line by line: each must follow the one before it.</summary>
public sealed class LedgerVerification
{
    private byte[]? hash;

    /// <summary>The ledger's id, 16 bytes; empty before the head was seen.</summary>
    public byte[] Id { get; private set; } = [];

    /// <summary>How many lines held.</summary>
    public long Count { get; private set; }

    /// <summary>The last line that held.</summary>
    public LedgerLine? Last { get; private set; }

    /// <summary>The hash of the last line, or of the head; who keeps it can tell later whether anything before it was changed.</summary>
    public byte[] Hash => hash ?? [];

    /// <summary>Goes on after a line that is believed, as whoever wrote it does.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.LedgerLineRefused"/>: it is none.</exception>
    public static LedgerVerification After(ReadOnlySpan<byte> line)
    {
        var (read, written) = LedgerFormat.Read(line);
        return new() { hash = written, Last = read, Count = read.Sequence + 1 };
    }

    /// <summary>Takes the next line, without its line feed; the first is the head.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.LedgerLineRefused"/>: it is none, or it does not follow.</exception>
    public void Add(ReadOnlySpan<byte> line)
    {
        if (hash is null)
        {
            Id = LedgerFormat.ReadHead(line);
            hash = LedgerFormat.HashOfHead(Encoding.ASCII.GetString(line));
            return;
        }

        var (read, written) = LedgerFormat.Read(line);
        if (read.Sequence != Count)
        {
            throw Refused("A line is missing, doubled or moved.");
        }

        if (!CryptographicOperations.FixedTimeEquals(written, LedgerFormat.Hash(hash, line)))
        {
            throw Refused("The line, or one before it, was changed after it was written.");
        }

        (hash, Last, Count) = (written, read, Count + 1);
    }

    private static ProtocolException Refused(string reason) => new(ProtocolErrorCode.LedgerLineRefused, reason, "ledger");
}

using System.Security.Cryptography;
using System.Text;
using Tenure.Protocols.Log;

namespace Tenure.Server.Audit;

/// <summary>The end of the operators' chain, of which there is one. Whoever appends locks this row first, so a chain cannot fork.</summary>
internal sealed class OperatorLogHead
{
    /// <summary>The one row's key.</summary>
    public const int OnlyId = 1;

    private OperatorLogHead()
    {
    }

    public int Id { get; private set; } = OnlyId;

    /// <summary>The chain's own random name.</summary>
    public byte[] ChainRef { get; private set; } = [];

    /// <summary>How many entries there are.</summary>
    public long Length { get; private set; }

    /// <summary>Hash of the last entry.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>The next entry; the head moves on to it.</summary>
    public OperatorLogRow Append(string name, string details, DateTimeOffset now)
    {
        var salt = RandomNumberGenerator.GetBytes(LogChain.SaltSize);
        var entry = new LogEntry
        {
            DeviceRef = ChainRef,
            Sequence = Length,
            Previous = Hash,
            Event = name,
            At = now,
            Commitment = LogChain.Commit(salt, Encoding.UTF8.GetBytes(details)),
        };
        Hash = LogChain.Hash(entry);
        Length++;
        return new OperatorLogRow(entry, salt, details, Hash);
    }
}

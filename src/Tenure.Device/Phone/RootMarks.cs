using Tenure.Device.Block;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Phone;

/// <summary>What roots have said to this phone so far. Kept twice, in the block and beside the pin: losing one of them forgets nothing.</summary>
public sealed record RootMarks
{
    /// <summary>Roots whose serials are kept: those pinned, and the last few of before.</summary>
    private const int MostRoots = 8;

    /// <summary>Nothing yet.</summary>
    public static RootMarks None { get; } = new();

    /// <summary>The highest serial seen of each root; those that are pinned come last.</summary>
    public IReadOnlyList<RootSerial> Serials { get; init; } = [];

    /// <summary>The lowest generations that are still believed, by purpose.</summary>
    public IReadOnlyList<SignerFloor> Floors { get; init; } = [];

    /// <summary>Whether there is nothing to keep.</summary>
    public bool IsEmpty => Serials.Count == 0 && Floors.Count == 0;

    /// <summary>The serials as <see cref="RootStatementVerifier"/> wants them.</summary>
    internal IReadOnlyDictionary<KeyThumbprint, uint> SerialByRoot => Serials.ToDictionary(s => s.Root, s => s.Serial);

    /// <summary>The highest of both.</summary>
    public RootMarks With(RootMarks other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new()
        {
            Serials = [.. Serials.Concat(other.Serials).GroupBy(s => s.Root).Select(g => new RootSerial(g.Key, g.Max(s => s.Serial))).TakeLast(MostRoots)],
            Floors = SignerFloor.Highest(Floors.Concat(other.Floors)),
        };
    }

    /// <summary>The same after a root has spoken.</summary>
    internal RootMarks After(SignedStatement signed) => this with
    {
        // Roots that stay come last, or whoever has one of them could name so many others that the serial of the one beside it is forgotten.
        Serials =
        [
            .. Serials.Where(s => s.Root != signed.Root).Append(new(signed.Root, signed.Statement.Serial))
                .OrderBy(s => signed.Statement.NewRoots?.Any(root => root.Thumbprint == s.Root) is true).TakeLast(MostRoots),
        ],
        Floors = SignerFloor.Highest(Floors.Concat((signed.Statement.Floors ?? new Dictionary<SignerPurpose, uint>()).Select(floor => new SignerFloor((int)floor.Key, floor.Value)))),
    };

    /// <inheritdoc/>
    public bool Equals(RootMarks? other) => other is not null && Serials.SequenceEqual(other.Serials) && Floors.SequenceEqual(other.Floors);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Serials.Count, Floors.Count);
}

using Tenure.Device.Block;

namespace Tenure.Device.Tests.Block;

/// <summary>The storage of one phone in memory, switched on again and again.</summary>
internal sealed class BlockBench
{
    public const int EraseUnit = 16 * 1024;

    private static readonly byte[] Secret = [.. Enumerable.Repeat((byte)7, 32)];

    public BlockBench()
    {
        var power = new PowerSupply();
        PersistentBlock.Format(
            Slots(BlockArea, PersistentBlock.Label, power, CutDamage.Prefix),
            Counters.Load(Slots(CounterArea, Counters.Label, power, CutDamage.Prefix)));
    }

    public MemoryPartition BlockArea { get; } = new(2 * EraseUnit);

    public MemoryPartition CounterArea { get; } = new(2 * EraseUnit);

    public PersistentBlock Boot() => Boot(new PowerSupply(), CutDamage.Prefix);

    public PersistentBlock Boot(PowerSupply power, CutDamage damage)
    {
        var counters = Counters.Load(Slots(CounterArea, Counters.Label, power, damage));
        return PersistentBlock.Load(Slots(BlockArea, PersistentBlock.Label, power, damage), counters);
    }

    public static BlockContent Held(uint epoch = 0, string holder = "m•••@example.org") => new()
    {
        State = BlockState.Held,
        Epoch = epoch,
        HoldingId = [.. Enumerable.Range(0, 16).Select(i => (byte)(i + epoch))],
        MaskedHolder = holder,
        SignedTicket = new byte[600],
        LastTicketId = [.. Enumerable.Repeat((byte)9, 16)],
        ReceiptOwed = true,
        Floors = [new SignerFloor(1, 4)],
    };

    public static BlockContent Releasing(uint epoch = 0) => Held(epoch) with { State = BlockState.ReleaseAccepted, ErasePending = true };

    public static BlockContent Free(uint epoch = 0) => new() { State = BlockState.Free, Epoch = epoch };

    private static SlotPair Slots(MemoryPartition area, string label, PowerSupply power, CutDamage damage) =>
        new(new PoweredPartition(area, power, damage, EraseUnit), EraseUnit, Secret, label);
}

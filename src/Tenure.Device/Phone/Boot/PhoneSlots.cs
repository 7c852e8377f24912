using Tenure.Device.Block;
using Tenure.Protocols;
using Tenure.Protocols.Gpt;

namespace Tenure.Device.Phone.Boot;

/// <summary>The two slots of a phone: their state lies in the attributes of <c>boot_a</c> and <c>boot_b</c> in the partition table of their unit.</summary>
public sealed class PhoneSlots(Func<int, IPartition> openUnit)
{
    /// <summary>Both, by their letters.</summary>
    public static IReadOnlyList<string> Letters { get; } = ["a", "b"];

    private static readonly int Unit = PhoneLayout.Find("boot_a")!.Unit;

    /// <summary>The slot that was chosen; <c>a</c> when the table says nothing.</summary>
    public string Active => Letters.FirstOrDefault(letter => StateOf(letter).IsActive) ?? "a";

    /// <summary>The state of a slot; an empty one when the table cannot be read.</summary>
    public GptSlotState StateOf(string letter) => Table()?.SlotState($"boot_{letter}") ?? default;

    /// <summary>Chooses a slot.</summary>
    /// <returns>False when there is no table to say it in.</returns>
    public bool Choose(string letter) => Change(table => table.WithActiveSlot($"_{letter}"));

    /// <summary>Changes the state of a slot.</summary>
    internal void Set(string letter, GptSlotState state) => Change(table => table.WithSlotState($"boot_{letter}", state));

    private bool Change(Func<GptTable, GptTable> change)
    {
        if (Table() is not { } table || table.SlotState("boot_a") is null || table.SlotState("boot_b") is null)
        {
            return false;
        }

        using var disk = new PartitionStream(openUnit(Unit));
        GptDisk.Update(disk, change(table));
        disk.Flush();
        return true;
    }

    private GptTable? Table()
    {
        try
        {
            using var disk = new PartitionStream(openUnit(Unit));
            return GptDisk.Read(disk, PhoneLayout.SectorSize);
        }
        catch (ProtocolException)
        {
            return null;
        }
    }
}

using System.Text.Json;
using Tenure.Device.Block;

namespace Tenure.Device.Phone.Boot;

/// <summary>Keeps the bootloader's record in a protected partition, in two slots under the device secret: a cut leaves the old or the new one.</summary>
/// <remarks>A phone that never started has no secret yet, and one whose record was destroyed is locked: both have what the factory put in.</remarks>
public sealed class LoaderStore
{
    private const string Label = "tenure/loader/1";

    private readonly SlotPair? slots;
    private ulong sequence;

    private LoaderStore(SlotPair? slots, PhoneFacts facts)
    {
        this.slots = slots;
        var stored = slots?.Read();
        sequence = stored?.Sequence ?? 0;
        var factory = new LoaderRecord { RollbackIndexes = facts.RollbackIndexes, AntiIndex = facts.AntiIndex };
        Record = stored is null ? factory : JsonSerializer.Deserialize<LoaderRecord>(stored.Body) ?? factory;
    }

    /// <summary>What it remembers now.</summary>
    public LoaderRecord Record { get; private set; }

    /// <summary>Reads the record.</summary>
    /// <param name="storage">The phone's.</param>
    /// <param name="secret">The device secret; <c>null</c> when the phone was never started.</param>
    /// <param name="facts">What the factory put in.</param>
    public static LoaderStore Load(IPhoneStorage storage, byte[]? secret, PhoneFacts facts)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(facts);
        return new(secret is null ? null : new SlotPair(storage.Open(PhoneLayout.Loader), PhoneLayout.EraseUnit, secret, Label), facts);
    }

    /// <summary>Locks or unlocks, or remembers that it is about to.</summary>
    internal void SetLock(bool isUnlocked, bool isUnlocking = false) => Save(Record with { IsUnlocked = isUnlocked, IsUnlocking = isUnlocking });

    /// <summary>Raises what is lower, and lowers nothing.</summary>
    internal void Raise(IReadOnlyDictionary<uint, ulong> indexes, ulong antiIndex)
    {
        var raised = Record.RollbackIndexes.ToDictionary();
        foreach (var (location, index) in indexes)
        {
            raised[location] = Math.Max(index, raised.GetValueOrDefault(location));
        }

        var next = Record with { RollbackIndexes = raised, AntiIndex = Math.Max(antiIndex, Record.AntiIndex) };
        if (next.AntiIndex != Record.AntiIndex || raised.Any(pair => pair.Value != Record.RollbackIndexes.GetValueOrDefault(pair.Key)))
        {
            Save(next);
        }
    }

    private void Save(LoaderRecord record)
    {
        var store = slots ?? throw new InvalidOperationException("A phone that was never started remembers nothing.");
        store.Write(sequence + 1, JsonSerializer.SerializeToUtf8Bytes(record));
        (sequence, Record) = (sequence + 1, record);
    }
}

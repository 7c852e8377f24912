using System.Text.Json;
using Tenure.Device.Block;

namespace Tenure.Device.Phone.Boot;

/// <summary>Keeps the bootloader's record in a protected partition, in two slots under the device secret: a cut leaves the old or the new one.</summary>
/// <remarks>A phone that never started has no secret yet, and one whose record was destroyed is locked: both have what the factory put in.</remarks>
public sealed class LoaderStore
{
    private const string Label = "tenure/loader/1";

    /// <summary>Where firmware manifests, evidence and tickets have the fuse of the boot chain among the anti-rollback indexes. AVB has its own at 0 to 31.</summary>
    public const uint FuseLocation = 32;

    private readonly SlotPair? slots;
    private readonly LoaderRecord factory;

    private LoaderStore(SlotPair? slots, PhoneFacts facts)
    {
        this.slots = slots;
        factory = new LoaderRecord { RollbackIndexes = facts.RollbackIndexes, AntiIndex = facts.AntiIndex };
    }

    /// <summary>What it remembers now; read anew each time.</summary>
    public LoaderRecord Record => Stored is { } stored ? JsonSerializer.Deserialize<LoaderRecord>(stored.Body) ?? factory : factory;

    private SlotRecord? Stored => slots?.Read();

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

    /// <summary>A phone as its bootloader knows it: unlocked or not, and the lowest indexes that start, the fuse among them.</summary>
    /// <remarks>A fuse that is not above 1 is left out: every loader has 1.</remarks>
    internal PhoneFacts Tell(PhoneFacts facts)
    {
        var record = Record;
        var indexes = record.RollbackIndexes.ToDictionary();
        if (record.AntiIndex > 1)
        {
            indexes[FuseLocation] = Math.Max(record.AntiIndex, indexes.GetValueOrDefault(FuseLocation));
        }

        return facts with { IsUnlocked = record.IsUnlocked, IsBootVerified = facts.IsBootVerified && !record.IsUnlocked, RollbackIndexes = indexes };
    }

    /// <summary>Locks or unlocks, or remembers that it is about to.</summary>
    internal void SetLock(bool isUnlocked, bool isUnlocking = false) => Save(Record with { IsUnlocked = isUnlocked, IsUnlocking = isUnlocking });

    /// <summary>Raises what is lower, and lowers nothing.</summary>
    internal void Raise(IReadOnlyDictionary<uint, ulong> indexes, ulong antiIndex)
    {
        var record = Record;
        var raised = record.RollbackIndexes.ToDictionary();
        foreach (var (location, index) in indexes)
        {
            raised[location] = Math.Max(index, raised.GetValueOrDefault(location));
        }

        var next = record with { RollbackIndexes = raised, AntiIndex = Math.Max(antiIndex, record.AntiIndex) };
        if (next.AntiIndex != record.AntiIndex || raised.Any(pair => pair.Value != record.RollbackIndexes.GetValueOrDefault(pair.Key)))
        {
            Save(next);
        }
    }

    private void Save(LoaderRecord record)
    {
        var store = slots ?? throw new InvalidOperationException("A phone that was never started remembers nothing.");
        store.Write((Stored?.Sequence ?? 0) + 1, JsonSerializer.SerializeToUtf8Bytes(record));
    }
}

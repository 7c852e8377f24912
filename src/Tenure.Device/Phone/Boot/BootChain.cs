using Tenure.Protocols;
using Tenure.Protocols.Avb;
using Tenure.Protocols.BootImages;
using Tenure.Protocols.Super;

namespace Tenure.Device.Phone.Boot;

/// <summary>What starts a phone: the boot ROM looks at the loaders, the bootloader at the system of a slot; what is not good enough stops, and says why.</summary>
/// <remarks>
/// Locked: the maker's key, nothing switched off, board, hardware region, and no index below the stored one. Unlocked: a boot image that can be read. The boot ROM is the same either way.
/// </remarks>
/// <param name="phone">Whose storage and table.</param>
/// <param name="store">What the bootloader remembers.</param>
public sealed class BootChain(VirtualPhone phone, LoaderStore store)
{
    private static readonly string[] Loaders = ["xbl", "abl"];

    /// <summary>The slots.</summary>
    public PhoneSlots Slots { get; } = new(phone.OpenUnit);

    /// <summary>Whether other systems than the maker's start.</summary>
    public bool IsUnlocked => store.Record.IsUnlocked;

    /// <summary>The boot chain of a phone.</summary>
    /// <param name="phone">Its storage.</param>
    /// <param name="core">What is switched on; <c>null</c> for a phone that was never started.</param>
    public static BootChain Of(VirtualPhone phone, PhoneCore? core)
    {
        ArgumentNullException.ThrowIfNull(phone);
        return new(phone, LoaderStore.Load(phone, core?.Identity.Secret, phone.Facts));
    }

    /// <summary>What a system that starts knows of its phone: whether it was verified, and which version runs. The rest is <see cref="PhoneCore.Facts"/>.</summary>
    public PhoneFacts FactsOf(BootedSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return phone.Facts with
        {
            IsBootVerified = system.IsVerified,
            SystemVersion = system.Version ?? phone.Facts.SystemVersion,
        };
    }

    /// <summary>What would start now; nothing is counted.</summary>
    public BootResult Look()
    {
        if (LookAtLoaders(Slots.Active, out var antiIndex) is { } stopped)
        {
            return stopped;
        }

        var stops = new List<BootResult>();
        foreach (var letter in Order())
        {
            var result = LookAt(letter, antiIndex, store.Record.IsUnlocked);
            if (result.System is not null)
            {
                return result;
            }

            stops.Add(result);
        }

        return stops.FirstOrDefault() ?? new(null, BootStop.NoSystem);
    }

    /// <summary>Starts: a slot that was not good yet has one try less, one that does not start is not tried again, and another one is taken where there is one.</summary>
    public BootResult Start()
    {
        while (true)
        {
            var result = Look();
            if (result.IsEmergencyOnly || Order().FirstOrDefault() is not { } first)
            {
                return result;
            }

            if (result.System is null)
            {
                // The slot that was chosen stays chosen: what is written there next is what the person wants to start.
                return result;
            }

            if (result.System.Slot != first)
            {
                Slots.Set(first, Slots.StateOf(first) with { IsUnbootable = true, IsSuccessful = false, IsActive = false, Priority = 0 });
                continue;
            }

            Count(first);
            return result;
        }
    }

    /// <summary>The system reported itself good: its slot stays, and what is stored rises to the smallest index among the good slots.</summary>
    public void ReportGood(BootedSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        if (Slots.StateOf(system.Slot) is { IsSuccessful: false } state)
        {
            Slots.Set(system.Slot, state with { IsSuccessful = true, Retries = 7 });
        }

        if (!system.IsVerified)
        {
            return;
        }

        var good = PhoneSlots.Letters.Where(letter => Slots.StateOf(letter) is { IsSuccessful: true, IsUnbootable: false })
            .Select(letter => letter == system.Slot ? system : AntiIndexOf(letter) is { } anti ? LookAt(letter, anti, isUnlocked: false).System : null)
            .OfType<BootedSystem>().ToList();
        var indexes = good.SelectMany(other => other.RollbackIndexes.Keys).Distinct()
            .ToDictionary(location => location, location => good.Min(other => other.RollbackIndexes.GetValueOrDefault(location)));
        store.Raise(indexes, good.Min(other => other.AntiIndex));
    }

    /// <summary>What a locked bootloader would say of the slot that is chosen.</summary>
    /// <returns><c>null</c> when it would start.</returns>
    public BootResult? WouldStopLocked()
    {
        var letter = Slots.Active;
        var result = LookAtLoaders(letter, out var antiIndex) ?? LookAt(letter, antiIndex, isUnlocked: false);
        return result.System is null ? result : null;
    }

    /// <summary>A partition of a slot by its name without suffix: also one that has no slots, and a logical one.</summary>
    /// <returns><c>null</c> when there is none.</returns>
    internal Stream? Open(string name, string letter)
    {
        if ((PhoneLayout.Find($"{name}_{letter}") ?? PhoneLayout.Find(name)) is { } partition)
        {
            return partition.IsProtected ? null : new PartitionStream(phone.Open(partition));
        }

        var super = new PartitionStream(phone.Open(PhoneLayout.Find(PhoneLayout.Super)!));
        try
        {
            return SuperDisk.Read(super, letter == "a" ? 0 : 1).Find($"{name}_{letter}") is { } logical ? new SuperStream(super, logical) : null;
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    // Without a key nothing is the maker's.
    private ReadOnlyMemory<byte> MakerKey => phone.Facts.AvbKey ?? [];

    // The chosen one first, then the other; those that do not start are left out.
    private IEnumerable<string> Order() => PhoneSlots.Letters.Select(letter => (letter, state: Slots.StateOf(letter)))
        .Where(slot => !slot.state.IsUnbootable && (slot.state.IsSuccessful || slot.state.Retries > 0))
        .OrderByDescending(slot => slot.state.IsActive).ThenByDescending(slot => slot.state.Priority)
        .Select(slot => slot.letter);

    private void Count(string letter)
    {
        var state = Slots.StateOf(letter);
        if (!state.IsSuccessful)
        {
            Slots.Set(letter, state with { Retries = state.Retries - 1 });
        }
    }

    private BootResult? LookAtLoaders(string letter, out ulong antiIndex)
    {
        antiIndex = ulong.MaxValue;
        if (!phone.BadSectors.All.IsEmpty)
        {
            return new(null, BootStop.HalfWritten);
        }

        foreach (var name in Loaders)
        {
            try
            {
                var result = new AvbVerifier(asked => Open(asked, letter)).Verify(MakerKey, name);
                antiIndex = Math.Min(antiIndex, result.Top.RollbackIndex);
            }
            catch (ProtocolException)
            {
                return new(null, BootStop.LoaderBroken, $"{name}_{letter}");
            }
        }

        return antiIndex < store.Record.AntiIndex ? new(null, BootStop.LoaderTooOld, $"xbl_{letter}") : null;
    }

    private ulong? AntiIndexOf(string letter) => LookAtLoaders(letter, out var antiIndex) is null ? antiIndex : null;

    private BootResult LookAt(string letter, ulong antiIndex, bool isUnlocked)
    {
        try
        {
            var result = new AvbVerifier(asked => Open(asked, letter)).Verify(MakerKey);
            if (isUnlocked)
            {
                return LookUnlocked(letter, antiIndex, result);
            }

            return Fault(result) is { } stop
                ? new(null, stop, $"vbmeta_{letter}")
                : new(new(letter, result.Property(MakerImages.VersionProperty), result.Property(MakerImages.PatchProperty), result.RollbackIndexes, antiIndex, IsVerified: true));
        }
        catch (ProtocolException e)
        {
            return isUnlocked ? LookUnlocked(letter, antiIndex, null) : new(null, BootStop.SystemChanged, e.Code == ProtocolErrorCode.AvbVerificationFailed ? $"{e.Field}_{letter}" : $"vbmeta_{letter}");
        }
    }

    // Nothing is verified, and what the images say of themselves is only what they say.
    private BootResult LookUnlocked(string letter, ulong antiIndex, AvbResult? said)
    {
        using var boot = Open("boot", letter);
        var start = new byte[(int)Math.Min(boot?.Length ?? 0, 1 << 22)];
        boot?.ReadExactly(start);
        try
        {
            BootImageCodec.Read(start);
            return new(new(letter, said?.Property(MakerImages.VersionProperty), said?.Property(MakerImages.PatchProperty), new Dictionary<uint, ulong>(), antiIndex, IsVerified: false));
        }
        catch (ProtocolException)
        {
            return new(null, BootStop.NoSystem, $"boot_{letter}");
        }
    }

    private BootStop? Fault(AvbResult result)
    {
        if (result.Property(MakerImages.ProductProperty) != phone.Facts.Product)
        {
            return BootStop.WrongProduct;
        }

        var regions = result.Property(MakerImages.RegionProperty)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (regions.Length != 0 && phone.Facts.Region is { } region && !regions.Contains(region, StringComparer.Ordinal))
        {
            return BootStop.WrongRegion;
        }

        return store.Record.RollbackIndexes.Any(stored => result.RollbackIndexes.GetValueOrDefault(stored.Key) < stored.Value) ? BootStop.SystemTooOld : null;
    }
}

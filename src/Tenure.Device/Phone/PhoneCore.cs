using Tenure.Device.Block;

namespace Tenure.Device.Phone;

/// <summary>A phone that is switched on: its key, counters, block, pinned server and user data, whatever storage they lie on.</summary>
public sealed class PhoneCore : IDisposable
{
    private readonly ServerPin pin;

    private PhoneCore(IPhoneStorage storage, PhoneFacts facts, DeviceIdentity identity)
    {
        Facts = facts;
        Identity = identity;
        Counters = Counters.Load(CounterSlots(storage, identity));
        Block = PersistentBlock.Load(BlockSlots(storage, identity), Counters);
        pin = new ServerPin(storage.Open(PhoneLayout.Keys), identity.Secret);
        Server = pin.Read();
        UserData = new UserData(storage.Open(PhoneLayout.UserData), identity.Secret);
    }

    /// <summary>What the factory put in.</summary>
    public PhoneFacts Facts { get; }

    /// <summary>The device key.</summary>
    public DeviceIdentity Identity { get; }

    /// <summary>The counters that only rise.</summary>
    public Counters Counters { get; }

    /// <summary>The lock.</summary>
    public PersistentBlock Block { get; }

    /// <summary>What a wipe erases.</summary>
    public UserData UserData { get; }

    /// <summary>The pinned server; <c>null</c> until a person confirmed one.</summary>
    public PinnedServer? Server { get; private set; }

    /// <summary>Switches the phone on; at the first boot of its life it makes its key, its counters and its block.</summary>
    public static PhoneCore Boot(IPhoneStorage storage, PhoneFacts facts)
    {
        var core = Inspect(storage, facts) ?? FirstBoot(storage, facts);
        core.Counters.CountBoot();
        return core;
    }

    /// <summary>Looks without counting a boot; <c>null</c> when the phone was never booted.</summary>
    public static PhoneCore? Inspect(IPhoneStorage storage, PhoneFacts facts)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return DeviceIdentity.Load(storage.Open(PhoneLayout.Keys)) is { } identity ? new PhoneCore(storage, facts, identity) : null;
    }

    /// <summary>Fixes the server of this phone, once.</summary>
    /// <exception cref="InvalidOperationException">A server is pinned already.</exception>
    public void PinServer(PinnedServer server)
    {
        pin.Write(server);
        Server = server;
    }

    /// <inheritdoc />
    public void Dispose() => Identity.Dispose();

    // The key is stored last: a first boot that was cut short begins again, with areas that nobody has used.
    private static PhoneCore FirstBoot(IPhoneStorage storage, PhoneFacts facts)
    {
        Blank(storage.Open(PhoneLayout.Counters));
        Blank(storage.Open(PhoneLayout.Block));
        var identity = DeviceIdentity.Make();
        PersistentBlock.Format(BlockSlots(storage, identity), Counters.Load(CounterSlots(storage, identity)));
        identity.Store(storage.Open(PhoneLayout.Keys));
        return new PhoneCore(storage, facts, identity);
    }

    private static void Blank(IPartition partition)
    {
        partition.Write(0, new byte[2 * PhoneLayout.EraseUnit]);
        partition.Sync();
    }

    private static SlotPair BlockSlots(IPhoneStorage storage, DeviceIdentity identity) =>
        new(storage.Open(PhoneLayout.Block), PhoneLayout.EraseUnit, identity.Secret, PersistentBlock.Label);

    private static SlotPair CounterSlots(IPhoneStorage storage, DeviceIdentity identity) =>
        new(storage.Open(PhoneLayout.Counters), PhoneLayout.EraseUnit, identity.Secret, Counters.Label);
}

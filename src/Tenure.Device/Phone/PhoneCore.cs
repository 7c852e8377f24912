using Tenure.Device.Block;
using Tenure.Device.Phone.Boot;

namespace Tenure.Device.Phone;

/// <summary>A phone that is switched on: its key, counters, block, pinned server and user data, whatever storage they lie on.</summary>
public sealed class PhoneCore : IDisposable
{
    private readonly PhoneFacts facts;
    private readonly LoaderStore? loader;
    private readonly ServerPin pin;

    private PhoneCore(IPhoneStorage storage, PhoneFacts facts, DeviceIdentity identity)
    {
        this.facts = facts;
        Identity = identity;
        loader = facts.AvbKey is null ? null : LoaderStore.Load(storage, identity.Secret, facts);
        Counters = Counters.Load(CounterSlots(storage, identity), storage.Counter);
        Block = PersistentBlock.Load(BlockSlots(storage, identity), Counters);
        pin = new ServerPin(storage.Open(PhoneLayout.Keys), identity.Secret);
        Server = pin.Read() is { } pinned && MayBelongTo(pinned) ? pinned : null;
        SeenLog = new SeenLog(storage.Open(PhoneLayout.Keys), identity.Secret);
        UserData = new UserData(storage.Open(PhoneLayout.UserData), identity.Secret, storage.EraseData);
    }

    /// <summary>What the factory put in, and with a boot chain what its bootloader has learnt since: unlocked or not, and the lowest indexes that start.</summary>
    public PhoneFacts Facts => loader?.Tell(facts) ?? facts;

    /// <summary>The SIM slots, as the modems see them now.</summary>
    public IReadOnlyList<SimSlot> Sims { get; set; } = [];

    /// <summary>The device key.</summary>
    public DeviceIdentity Identity { get; }

    /// <summary>The counters that only rise.</summary>
    public Counters Counters { get; }

    /// <summary>The lock.</summary>
    public PersistentBlock Block { get; }

    /// <summary>What a wipe erases.</summary>
    public UserData UserData { get; }

    /// <summary>What was seen of the server's log.</summary>
    public SeenLog SeenLog { get; }

    /// <summary>The pinned server; <c>null</c> until a person confirmed one, and when <see cref="IsServerLost"/>.</summary>
    public PinnedServer? Server { get; private set; }

    /// <summary>Whether the pin is gone although there was one, or, with a block that cannot tell, may have been one. Such a phone takes no new server.</summary>
    public bool IsServerLost => Server is null && Block.Content is not { ServerDigest: null };

    /// <summary>What the roots have said to this phone so far.</summary>
    public RootMarks Marks => (Server?.Marks ?? RootMarks.None).With(Block.Marks);

    /// <summary>Whether the roots have ended all locks: nothing of this phone is locked any more, whatever becomes of its block.</summary>
    public bool IsEnded => Block.State == BlockState.Ended || Server is { IsEnded: true };

    /// <summary>Flash tickets that were refused since power-on, however often the emergency mode was started anew meanwhile.</summary>
    internal int WrongFlashTickets { get; set; }

    /// <summary>Switches the phone on; at the first boot of its life it makes its key, its counters and its block.</summary>
    public static PhoneCore Boot(IPhoneStorage storage, PhoneFacts facts)
    {
        var core = Inspect(storage, facts) ?? FirstBoot(storage, facts);
        storage.RememberKey();
        core.Counters.CountBoot();
        core.MendPin();
        core.CompleteEnd();
        return core;
    }

    /// <summary>Looks without counting a boot; <c>null</c> when the phone was never booted.</summary>
    /// <exception cref="PhoneFolderException">The key is gone, and hardware remembers that there was one.</exception>
    public static PhoneCore? Inspect(IPhoneStorage storage, PhoneFacts facts)
    {
        ArgumentNullException.ThrowIfNull(storage);
        if (DeviceIdentity.Load(storage.Open(PhoneLayout.Keys)) is { } identity)
        {
            return new PhoneCore(storage, facts, identity);
        }

        return storage.HadKey ? throw new PhoneFolderException("The key of this device is gone: with another one it would be a new device.") : null;
    }

    /// <summary>Fixes the server of this phone, once; or once more the same one after its pin was lost.</summary>
    /// <exception cref="InvalidOperationException">The phone has a server, or belongs to another one, or cannot tell.</exception>
    public void PinServer(PinnedServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (Server is not null || Block.Content is null || !MayBelongTo(server))
        {
            throw new InvalidOperationException("The server of this phone was fixed before and changes only by a statement of its root.");
        }

        // The pin before its mark: cut in between, the next boot finds the pin and makes the mark. The other way round the phone would miss a pin it never had.
        Pin(server with { Marks = Block.Marks });
    }

    /// <summary>Keeps what a root has said, in the pin and in the block.</summary>
    internal void Mark(RootMarks marks) => Pin(Pinned with { Marks = marks });

    /// <summary>Puts another server in the place of this one, because a root of this one said so. Killed at any step, the next boot finds one of the two, whole.</summary>
    internal void ReplaceServer(PinnedServer next)
    {
        Block.WillBelongTo(next.Digest);
        Pin(next);
    }

    /// <summary>Ends the lock for ever, because a root said so.</summary>
    /// <param name="erase">Whether user data goes: the lock was what kept it from whoever has the phone.</param>
    internal void EndLock(bool erase)
    {
        Block.Move(BlockStep.End, new BlockContent
        {
            State = BlockState.Ended,
            Epoch = Block.Content?.Epoch ?? 0,
            ErasePending = erase,
            ServerDigest = Pinned.Digest,
            RootSerials = Marks.Serials,
            Floors = Marks.Floors,
        });
        CompleteEnd();
    }

    /// <summary>Whether the block says nothing against this server.</summary>
    internal bool MayBelongTo(PinnedServer server) =>
        Block.Content?.ServerDigest is not { } digest || digest.AsSpan().SequenceEqual(server.Digest) || server.Digest.AsSpan().SequenceEqual(Block.Content!.NextServerDigest);

    /// <inheritdoc />
    public void Dispose() => Identity.Dispose();

    private PinnedServer Pinned => Server ?? throw new InvalidOperationException("No server is pinned.");

    private void MendPin()
    {
        if (Server is { } server)
        {
            pin.Mend();
            Block.BelongsTo(server.Digest, server.Marks);
        }
    }

    private void Pin(PinnedServer server)
    {
        pin.Write(server);
        Block.BelongsTo(server.Digest, server.Marks);
        Server = server;
    }

    // Erases what has to go, and only then says in the pin that all is over: with that, a block that is damaged later erases nothing and locks nothing.
    private void CompleteEnd()
    {
        if (Block.State == BlockState.Ended && Block.Content is { ErasePending: true } pending)
        {
            UserData.Erase();
            Block.Move(BlockStep.EraseDone, pending with { ErasePending = false });
        }

        if (Block.State == BlockState.Ended && Server is { IsEnded: false } server)
        {
            Pin(server with { IsEnded = true });
        }
        else if (Block.State != BlockState.Ended && Server is { IsEnded: true })
        {
            Block.Move(BlockStep.End, new BlockContent { State = BlockState.Ended, ServerDigest = Server.Digest, RootSerials = Server.Marks.Serials, Floors = Server.Marks.Floors });
        }
    }

    // The key is stored last: a first boot that was cut short begins again, with areas that nobody has used.
    private static PhoneCore FirstBoot(IPhoneStorage storage, PhoneFacts facts)
    {
        Blank(storage.Open(PhoneLayout.Counters));
        Blank(storage.Open(PhoneLayout.Block));
        var identity = DeviceIdentity.Make();
        PersistentBlock.Format(BlockSlots(storage, identity), Counters.Load(CounterSlots(storage, identity), storage.Counter));
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

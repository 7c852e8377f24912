using Tenure.Domain.Accounts;

namespace Tenure.Domain.Devices;

/// <summary>A device as the server knows it, from enrolment on.</summary>
/// <remarks>All moves are in <see cref="Next"/>; docs/capabilities/devices.md draws that table and a test compares them.</remarks>
public sealed class Device
{
    private Device()
    {
    }

    /// <summary>A device that was never seen before.</summary>
    /// <param name="id">Thumbprint of <paramref name="publicKey"/>.</param>
    /// <param name="publicKey">COSE_Key of the device key, a valid point.</param>
    /// <param name="model">What the device calls itself.</param>
    /// <param name="count">The counters of the evidence that enrols it.</param>
    /// <param name="now">The time (UTC).</param>
    public Device(DeviceId id, byte[] publicKey, string model, EvidenceCount count, DateTimeOffset now)
    {
        Id = id;
        PublicKey = publicKey;
        Model = model;
        BootCount = count.Boot;
        RequestCount = count.Request;
        FirstSeenAt = now;
    }

    /// <summary>Thumbprint of the key.</summary>
    public DeviceId Id { get; private set; }

    /// <summary>COSE_Key, 77 bytes.</summary>
    public byte[] PublicKey { get; private set; } = [];

    /// <summary>What the device calls itself: a claim, not an attested fact.</summary>
    public string Model { get; private set; } = "";

    /// <summary>When it enrolled (UTC).</summary>
    public DateTimeOffset FirstSeenAt { get; private set; }

    /// <summary>How it stands.</summary>
    public DeviceState State { get; private set; }

    /// <summary>From 0; one more with each holding that ends.</summary>
    public uint Epoch { get; private set; }

    /// <summary>The current holding; <c>null</c> when free.</summary>
    public HoldingId? HoldingId { get; private set; }

    /// <summary>Who holds it; <c>null</c> when free.</summary>
    public AccountId? Holder { get; private set; }

    /// <summary>When the current holding began (UTC); <c>null</c> when free.</summary>
    public DateTimeOffset? HeldSince { get; private set; }

    /// <summary>The holder's consent; only while <see cref="DeviceState.Releasing"/>.</summary>
    public ReleaseEntitlement? Entitlement { get; private set; }

    /// <summary>Highest boot counter seen.</summary>
    public uint BootCount { get; private set; }

    /// <summary>Highest request counter seen in that boot.</summary>
    public uint RequestCount { get; private set; }

    /// <summary>Concurrency token: rises with each change.</summary>
    public int Version { get; private set; }

    /// <summary>Takes note of evidence: its counters must be above all seen before.</summary>
    public Refusal? Accept(EvidenceCount count)
    {
        if (!count.IsAfter(new EvidenceCount(BootCount, RequestCount)))
        {
            return DeviceRefusals.EvidenceReplayed;
        }

        BootCount = count.Boot;
        RequestCount = count.Request;
        Version++;
        return null;
    }

    /// <summary>Whether what the device says of itself fits: the epoch, and the holding where the device knows one.</summary>
    public Refusal? Fits(uint epoch, HoldingId? holding) =>
        epoch == Epoch && (holding is null || holding == HoldingId) ? null : DeviceRefusals.EvidenceStale;

    /// <summary>The account holds the device from now on. For its holder nothing changes: the same holding goes on.</summary>
    /// <param name="account">Who activates.</param>
    /// <param name="fresh">The id of the holding if one begins.</param>
    /// <param name="now">The time (UTC).</param>
    public Refusal? Activate(AccountId account, HoldingId fresh, DateTimeOffset now)
    {
        if (State == DeviceState.Held && Holder != account)
        {
            return DeviceRefusals.Held;
        }

        var begins = State == DeviceState.Free;
        if (Move(DeviceStep.Activate, DeviceRefusals.Releasing) is { } refusal)
        {
            return refusal;
        }

        if (begins)
        {
            Holder = account;
            HoldingId = fresh;
            HeldSince = now;
        }

        return null;
    }

    /// <summary>The holder gives the device up, or says so again with a fresh term.</summary>
    public Refusal? BeginRelease(AccountId account, bool erase, DateTimeOffset now)
    {
        if (Holder != account)
        {
            return DeviceRefusals.NotHeld;
        }

        if (Move(DeviceStep.BeginRelease, DeviceRefusals.NotHeld) is { } refusal)
        {
            return refusal;
        }

        Entitlement = ReleaseEntitlement.Grant(Epoch, erase, now);
        return null;
    }

    /// <summary>Whether a release ticket may be made now.</summary>
    public Refusal? MayIssueReleaseTicket(DateTimeOffset now) =>
        State == DeviceState.Releasing && Entitlement is { } entitlement && entitlement.Epoch == Epoch && entitlement.IsOpen(now)
            ? null
            : DeviceRefusals.NotReleasing;

    /// <summary>The device carried a ticket out. A receipt that comes late or twice changes nothing and is no error.</summary>
    /// <param name="ticket">The last ticket that the device names, as we issued it.</param>
    /// <param name="reportedEpoch">The epoch that the device is in now.</param>
    public Refusal? Receive(IssuedTicket ticket, uint reportedEpoch)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (ticket.DeviceId != Id || reportedEpoch != EpochAfter(ticket))
        {
            return DeviceRefusals.EvidenceStale;
        }

        if (ticket.Epoch != Epoch)
        {
            return null;
        }

        return ticket.Kind switch
        {
            TicketKind.Hold when State == DeviceState.Held => Move(DeviceStep.Confirm, DeviceRefusals.EvidenceStale),
            TicketKind.Release => End(DeviceStep.CompleteRelease, DeviceRefusals.NotReleasing),
            TicketKind.Hold or TicketKind.Sync => null,
        };
    }

    /// <summary>
    /// The person at the device did not want the hold that was offered, and the device stored none: the holding ends before it counted. A word that comes twice
    /// or late changes nothing and is no error.
    /// </summary>
    /// <param name="ticket">The hold ticket that the device names, as we issued it.</param>
    /// <param name="reportedEpoch">The epoch that the device is in.</param>
    /// <param name="holding">The current holding; <c>null</c> when free.</param>
    public Refusal? Decline(IssuedTicket ticket, uint reportedEpoch, Holding? holding)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (ticket.DeviceId != Id || ticket.Kind != TicketKind.Hold || reportedEpoch != ticket.Epoch)
        {
            return DeviceRefusals.EvidenceStale;
        }

        if (ticket.Epoch != Epoch)
        {
            return null;
        }

        // Once the device has said that it stored a hold of this holding, nothing but its release ends it, whatever the device says now.
        if (holding is not { ConfirmedAt: null })
        {
            return DeviceRefusals.EvidenceStale;
        }

        return End(DeviceStep.Decline, DeviceRefusals.Releasing);
    }

    /// <summary>Whether a holding ends by this step, and the next epoch begins.</summary>
    public static bool EndsHolding(DeviceStep step) => step is DeviceStep.CompleteRelease or DeviceStep.Decline;

    /// <summary>Where <paramref name="step"/> leads; <c>null</c> when it is not allowed in this state.</summary>
    public static DeviceState? Next(DeviceState from, DeviceStep step) => (from, step) switch
    {
        (DeviceState.Free, DeviceStep.Activate) => DeviceState.Held,
        (DeviceState.Held, DeviceStep.Activate) => DeviceState.Held,
        (DeviceState.Held, DeviceStep.Confirm) => DeviceState.Held,
        (DeviceState.Held, DeviceStep.Decline) => DeviceState.Free,
        (DeviceState.Held, DeviceStep.BeginRelease) => DeviceState.Releasing,
        (DeviceState.Releasing, DeviceStep.BeginRelease) => DeviceState.Releasing,
        (DeviceState.Releasing, DeviceStep.CompleteRelease) => DeviceState.Free,
        _ => null,
    };

    private static uint EpochAfter(IssuedTicket ticket) => ticket.Kind == TicketKind.Release ? ticket.Epoch + 1 : ticket.Epoch;

    private Refusal? End(DeviceStep step, Refusal otherwise)
    {
        if (Move(step, otherwise) is { } refusal)
        {
            return refusal;
        }

        Epoch++;
        Holder = null;
        HoldingId = null;
        HeldSince = null;
        Entitlement = null;
        return null;
    }

    private Refusal? Move(DeviceStep step, Refusal otherwise)
    {
        if (Next(State, step) is not { } next)
        {
            return otherwise;
        }

        State = next;
        Version++;
        return null;
    }
}

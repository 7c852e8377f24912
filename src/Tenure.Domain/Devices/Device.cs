using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;

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
    /// <param name="reportedIn">The server's generation when it has nothing to report; 0 when it comes from before.</param>
    public Device(DeviceId id, byte[] publicKey, string model, EvidenceCount count, DateTimeOffset now, int reportedIn = 1)
    {
        ReportedIn = reportedIn;
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

    /// <summary>Who holds it; <c>null</c> when free, and when the account of the holding is gone: sealed, or being released by it for good.</summary>
    public AccountId? Holder { get; private set; }

    /// <summary>When the current holding began (UTC); <c>null</c> when free.</summary>
    public DateTimeOffset? HeldSince { get; private set; }

    /// <summary>The session that activated it last: the one that lives on the device; <c>null</c> when free.</summary>
    public SessionId? ActivatedIn { get; private set; }

    /// <summary>The holder's consent; only while <see cref="DeviceState.Releasing"/>, and suspended while <see cref="DeviceState.Lost"/>.</summary>
    public ReleaseEntitlement? Entitlement { get; private set; }

    /// <summary>Only while <see cref="DeviceState.Lost"/>.</summary>
    public LossMark? Loss { get; private set; }

    /// <summary>The holder's order to erase it; <c>null</c> when there is none.</summary>
    public EraseOrder? EraseOrder { get; private set; }

    /// <summary>The holder's word that it is given up later; <c>null</c> when there is none.</summary>
    public RemovalOrder? RemovalOrder { get; private set; }

    /// <summary>Whether its holder set an erase code on it, as far as the server knows.</summary>
    public bool HasEraseCode { get; private set; }

    /// <summary>When an unlock ticket was last made for it (UTC), since which any system may start on it; <c>null</c> when none was, or it said later that it is locked again.</summary>
    public DateTimeOffset? UnlockTicketAt { get; private set; }

    /// <summary>The number of the server's generation in which it last said how it stands, 0 for none.</summary>
    public int ReportedIn { get; private set; }

    /// <summary>When it last signed evidence that counted (UTC); <c>null</c> when it has not since the server keeps this.</summary>
    public DateTimeOffset? SeenAt { get; private set; }

    /// <summary>Highest boot counter seen.</summary>
    public uint BootCount { get; private set; }

    /// <summary>Highest request counter seen in that boot.</summary>
    public uint RequestCount { get; private set; }

    /// <summary>Concurrency token: rises with each change.</summary>
    public int Version { get; private set; }

    /// <summary>An unlock ticket was made: it counts as open to any system.</summary>
    public void NoteUnlockTicket(DateTimeOffset now)
    {
        UnlockTicketAt = now;
        Version++;
    }

    /// <summary>It says that its bootloader is locked.</summary>
    public void NoteLocked()
    {
        if (UnlockTicketAt is not null)
        {
            UnlockTicketAt = null;
            Version++;
        }
    }

    /// <summary>It is behind what was heard of it. Nothing changes, and that is written: of two questions at once, one begins again.</summary>
    public void FallBehind() => Version++;

    /// <summary>Takes note of evidence: its counters must be above all seen before.</summary>
    public Refusal? Accept(EvidenceCount count, DateTimeOffset now)
    {
        if (!count.IsAfter(new EvidenceCount(BootCount, RequestCount)))
        {
            return DeviceRefusals.EvidenceReplayed;
        }

        BootCount = count.Boot;
        RequestCount = count.Request;
        SeenAt = now;
        Version++;
        return null;
    }

    /// <summary>How many epochs a restored server takes over at most: each is an entry of the log, and nobody changes hands more often between two backups.</summary>
    public const uint MostMissed = 100;

    /// <summary>Whether it has said how it stands since the server's generation began: before, nothing is done with it.</summary>
    public bool HasReported(int generation) => ReportedIn >= generation;

    /// <summary>
    /// A server that was restored from a backup judges what a device says. A device that is ahead keeps its state when our signature vouches for it: it is never locked again to an older holder.
    /// </summary>
    public ReportOutcome Judge(DeviceReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Epoch < Epoch || (report.Epoch == Epoch && (report.Holding is null || report.Holding == HoldingId)))
        {
            return IsLostBy(report) ? ReportOutcome.Adopted : ReportOutcome.Agreed;
        }

        var isTheirs = report.Holding is null || report.Holder is not null;
        return report.IsProven && isTheirs && report.Epoch - Epoch <= MostMissed && (report.Epoch > Epoch || HoldingId is null) ? ReportOutcome.Adopted : ReportOutcome.Unproven;
    }

    /// <summary>Takes over one step of what <see cref="Judge"/> found to be so: each is an entry of the log.</summary>
    /// <returns>The event; <c>null</c> when nothing is left.</returns>
    public string? AdoptNext(DeviceReport report, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Epoch > Epoch)
        {
            return End(DeviceStep.AdoptFree, DeviceRefusals.EvidenceStale) is null ? DeviceEvents.AdoptedFree : null;
        }

        if (report.Epoch == Epoch && report.Holding is { } holding && HoldingId is null && Move(DeviceStep.AdoptHold, DeviceRefusals.EvidenceStale) is null)
        {
            (Holder, HoldingId, HeldSince) = (report.Holder, holding, now);
            return DeviceEvents.AdoptedHold;
        }

        if (IsLostBy(report) && Move(DeviceStep.AdoptLoss, DeviceRefusals.NotHeld) is null)
        {
            Loss = new LossMark(report.Lost!.Message, report.Lost.Contact, now, default, now);
            RemovalOrder = null;
            return DeviceEvents.AdoptedLoss;
        }

        return null;
    }

    /// <summary>It has said how it stands in this generation of the server.</summary>
    public void NoteReport(int generation)
    {
        ReportedIn = generation;
        Version++;
    }

    // A mark that was made after the backup: whoever has the device must not be let in because the server forgot it.
    private bool IsLostBy(DeviceReport report) => report.Lost is not null && report.Holding is not null && report.Holding == HoldingId && Next(State, DeviceStep.AdoptLoss) is not null;

    /// <summary>Whether what the device says of itself fits: the epoch, and the holding where the device knows one.</summary>
    public Refusal? Fits(uint epoch, HoldingId? holding) =>
        epoch == Epoch && (holding is null || holding == HoldingId) ? null : DeviceRefusals.EvidenceStale;

    /// <summary>The account holds the device from now on. For its holder nothing changes: the same holding goes on.</summary>
    /// <param name="account">Who activates.</param>
    /// <param name="session">Their session on the device.</param>
    /// <param name="fresh">The id of the holding if one begins.</param>
    /// <param name="now">The time (UTC).</param>
    public Refusal? Activate(AccountId account, SessionId session, HoldingId fresh, DateTimeOffset now)
    {
        if (State == DeviceState.Held && Holder != account)
        {
            return DeviceRefusals.Held;
        }

        var begins = State == DeviceState.Free;
        if (Move(DeviceStep.Activate, State is DeviceState.Lost or DeviceState.Sealed ? DeviceRefusals.Lost : DeviceRefusals.Releasing) is { } refusal)
        {
            return refusal;
        }

        ActivatedIn = session;

        if (begins)
        {
            Holder = account;
            HoldingId = fresh;
            HeldSince = now;
        }

        return null;
    }

    /// <summary>A device that its holder let go for somebody is theirs in the same step. No session of theirs is on it yet.</summary>
    public Refusal? Take(AccountId account, HoldingId fresh, DateTimeOffset now)
    {
        if (State != DeviceState.Free || Move(DeviceStep.Activate, DeviceRefusals.Held) is not null)
        {
            return DeviceRefusals.Held;
        }

        (Holder, HoldingId, HeldSince) = (account, fresh, now);
        return null;
    }

    /// <summary>The holder gives the device up, or says so again with a fresh term.</summary>
    public Refusal? BeginRelease(AccountId account, bool erase, DateTimeOffset now)
    {
        if (Holder != account)
        {
            return DeviceRefusals.NotHeld;
        }

        if (Move(DeviceStep.BeginRelease, State == DeviceState.Lost ? DeviceRefusals.Lost : DeviceRefusals.NotHeld) is { } refusal)
        {
            return refusal;
        }

        (Entitlement, RemovalOrder) = (ReleaseEntitlement.Grant(Epoch, erase, now), null);
        return null;
    }

    /// <summary>The holder gives it up after <see cref="RemovalOrder.Wait"/>; said again, it never takes longer.</summary>
    public Refusal? AskRemoval(AccountId account, bool erase, DateTimeOffset now)
    {
        if (Holder != account || State is not (DeviceState.Held or DeviceState.Releasing))
        {
            return Holder == account && State == DeviceState.Lost ? DeviceRefusals.Lost : DeviceRefusals.NotHeld;
        }

        var due = now + RemovalOrder.Wait;
        RemovalOrder = new RemovalOrder(now, RemovalOrder?.DueAt < due ? RemovalOrder.DueAt : due, erase);
        Version++;
        return null;
    }

    /// <summary>The holder takes that back.</summary>
    public Refusal? CancelRemoval(AccountId account)
    {
        if (Holder != account || RemovalOrder is null)
        {
            return DeviceRefusals.NotReleasing;
        }

        RemovalOrder = null;
        Version++;
        return null;
    }

    /// <summary>Whether a case may ask for it: somebody holds it, and no consent lets it go already. One that ran out before the device heard of it lets nobody in but the holder, who may be gone.</summary>
    public bool IsKept(DateTimeOffset now) => State is DeviceState.Held or DeviceState.Lost || HasLapsed(now);

    private bool HasLapsed(DateTimeOffset now) => State == DeviceState.Releasing && Entitlement?.IsOpen(now) != true;

    /// <summary>Two agents and the wait let it go: its holder did not object. Always with an erasure; never while it is lost.</summary>
    /// <param name="epoch">The epoch that the case is about.</param>
    /// <param name="now">The time (UTC).</param>
    public Refusal? BeginCaseRelease(uint epoch, DateTimeOffset now)
    {
        if ((State != DeviceState.Held && !HasLapsed(now)) || Epoch != epoch)
        {
            return State == DeviceState.Lost ? DeviceRefusals.Lost : DeviceRefusals.NotHeld;
        }

        if (Move(DeviceStep.BeginRelease, DeviceRefusals.NotHeld) is { } refusal)
        {
            return refusal;
        }

        (Entitlement, RemovalOrder) = (ReleaseEntitlement.Grant(Epoch, erase: true, now), null);
        return null;
    }

    /// <summary>Two seniors and the wait say that it is lost no more: its holder was not seen for a year. A consent of before that ran out meanwhile is over.</summary>
    /// <param name="epoch">The epoch that the case is about.</param>
    /// <param name="now">The time (UTC).</param>
    public Refusal? EndLossByCase(uint epoch, DateTimeOffset now)
    {
        if (State != DeviceState.Lost || Epoch != epoch)
        {
            return DeviceRefusals.NotLost;
        }

        Entitlement = Entitlement?.IsOpen(now) == true ? Entitlement : null;
        if (Move(Entitlement is null ? DeviceStep.Find : DeviceStep.ResumeRelease, DeviceRefusals.NotLost) is { } refusal)
        {
            return refusal;
        }

        Loss = null;
        return null;
    }

    /// <summary>Whether a release ticket may be made now. Not while the device is lost, whoever consented before.</summary>
    public Refusal? MayIssueReleaseTicket(DateTimeOffset now) => State is DeviceState.Lost or DeviceState.Sealed ? DeviceRefusals.Lost
        : State == DeviceState.Releasing && Entitlement is { } entitlement && entitlement.Epoch == Epoch && entitlement.IsOpen(now)
            ? null
            : DeviceRefusals.NotReleasing;

    /// <summary>
    /// The account of its holder is erased: the next step of what becomes of the device. A lost one keeps its lock under a seal, and what its screen says is forgotten, for that is about a person. Any other was being given up,
    /// and becomes free at its next contact, whenever that is: <see cref="RenewAbandoned"/>. After a restore from a backup it may stand elsewhere than it did when the account was erased, so that it takes several steps.
    /// </summary>
    /// <param name="isSealed">Whether its holder had it sealed.</param>
    /// <param name="now">The time (UTC).</param>
    /// <returns>The event; <c>null</c> when nothing is left to do.</returns>
    public string? LoseHolderNext(bool isSealed, DateTimeOffset now)
    {
        var name = (State, isSealed) switch
        {
            (DeviceState.Held or DeviceState.Releasing, true) => DeviceEvents.AdoptedLoss,
            // A lost one without a seal is not let go either: whatever is not known of it, a thief must not be who finds out.
            (DeviceState.Lost, _) => DeviceEvents.Sealed,
            (DeviceState.Held, false) => DeviceEvents.ReleaseGranted,
            (DeviceState.Releasing, false) when Holder is not null => DeviceEvents.ReleaseGranted,
            _ => null,
        };
        if (name is null || Move(DeviceEvents.StepOf(name)!.Value, DeviceRefusals.NotHeld) is not null)
        {
            return null;
        }

        // An order to erase stays: nobody could give it again. Whose data it is nobody says any more, so that a release erases, whatever was wished.
        (Holder, ActivatedIn, Loss, RemovalOrder) = (null, null, null, null);
        Entitlement = name == DeviceEvents.ReleaseGranted ? ReleaseEntitlement.Grant(Epoch, erase: true, now) : null;
        return name;
    }

    /// <summary>Whoever has the release code of a sealed device lets it go; it erases its data. Refuses with <c>not_sealed</c>.</summary>
    public Refusal? BreakSeal(DateTimeOffset now)
    {
        if (State != DeviceState.Sealed)
        {
            return DeviceRefusals.NotSealed;
        }

        if (Move(DeviceStep.BeginRelease, DeviceRefusals.NotSealed) is { } refusal)
        {
            return refusal;
        }

        Entitlement = ReleaseEntitlement.Grant(Epoch, erase: true, now);
        return null;
    }

    /// <summary>A device whose holder's account is gone was given up for good: the consent does not run out before the device hears of it.</summary>
    /// <returns>Whether it was renewed.</returns>
    public bool RenewAbandoned(DateTimeOffset now)
    {
        if (State != DeviceState.Releasing || Holder is not null || Entitlement?.IsOpen(now) == true)
        {
            return false;
        }

        Entitlement = ReleaseEntitlement.Grant(Epoch, erase: true, now);
        Version++;
        return true;
    }

    /// <summary>Whom the consent was meant for is gone: it is over, and the device stays locked to its holder until they give another. A ticket that the device has got already can be carried out until <see cref="ReleaseEntitlement.TicketUntil"/>; it gets no more.</summary>
    /// <returns>Whether it was ended.</returns>
    public bool EndConsent(DateTimeOffset now)
    {
        if (Entitlement?.IsOpen(now) != true)
        {
            return false;
        }

        Entitlement = Entitlement with { EndsAt = now };
        Version++;
        return true;
    }

    /// <summary>A release ticket was made that may be carried out until then (UTC).</summary>
    public void NoteReleaseTicket(DateTimeOffset until)
    {
        Entitlement = Entitlement! with { TicketUntil = until };
        Version++;
    }

    /// <summary>The holder does not have the device any more, or says something else to whoever has it. What was said about a find is over.</summary>
    /// <param name="account">Who says so.</param>
    /// <param name="notice">What the device's screen says.</param>
    /// <param name="session">Where they are signed in.</param>
    /// <param name="now">The time (UTC).</param>
    public Refusal? MarkLost(AccountId account, LostNotice notice, SessionId session, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(notice);
        if (Holder != account)
        {
            return DeviceRefusals.NotHeld;
        }

        if (Move(DeviceStep.MarkLost, DeviceRefusals.NotHeld) is { } refusal)
        {
            return refusal;
        }

        Loss = new LossMark(notice.Message, notice.Contact, Loss?.MarkedAt ?? now, Loss?.MarkedIn ?? session, now);
        RemovalOrder = null;
        return null;
    }

    /// <summary>The holder says that they found it, and has proven so twice. It stays lost for <see cref="LossMark.WaitOf"/>; said again, it never takes longer.</summary>
    /// <param name="account">Who says so.</param>
    /// <param name="session">Where they are signed in.</param>
    /// <param name="hasFreeProof">Whether the second proof lives on no device.</param>
    /// <param name="now">The time (UTC).</param>
    public Refusal? AskFound(AccountId account, SessionId session, bool hasFreeProof, DateTimeOffset now)
    {
        if (Holder != account)
        {
            return DeviceRefusals.NotHeld;
        }

        if (Loss is not { } loss)
        {
            return DeviceRefusals.NotLost;
        }

        // The session on the device itself is in the hands of whoever has the device.
        var due = now + (session == ActivatedIn ? LossMark.LongFoundWait : loss.WaitOf(session, hasFreeProof, now));
        Loss = loss with { FoundDueAt = loss.FoundDueAt < due ? loss.FoundDueAt : due };
        Version++;
        return null;
    }

    /// <summary>The holder takes it back: the device stays lost.</summary>
    public Refusal? CancelFound(AccountId account)
    {
        if (Holder != account)
        {
            return DeviceRefusals.NotHeld;
        }

        if (Loss is not { FoundDueAt: not null } loss)
        {
            return DeviceRefusals.NotLost;
        }

        Loss = loss with { FoundDueAt = null };
        Version++;
        return null;
    }

    /// <summary>Whether it may be used without an account: only while nobody holds it.</summary>
    public Refusal? MayOpen() => State switch
    {
        DeviceState.Free => null,
        DeviceState.Lost or DeviceState.Sealed => DeviceRefusals.Lost,
        DeviceState.Releasing => DeviceRefusals.Releasing,
        _ => DeviceRefusals.Held,
    };

    /// <summary>Whether its holder may reset it in its settings: only while they hold it, and have it.</summary>
    public Refusal? MayReset(AccountId account) => State switch
    {
        _ when Holder != account => DeviceRefusals.NotHeld,
        DeviceState.Lost => DeviceRefusals.Lost,
        DeviceState.Releasing => DeviceRefusals.Releasing,
        _ => null,
    };

    /// <summary>The holder orders from afar that user data goes; the device stays held, and lost if it is. A new order takes the place of the one before.</summary>
    /// <param name="account">Who orders.</param>
    /// <param name="wait">From <see cref="EraseOrder.WaitOf"/>.</param>
    /// <param name="code">The erase code, sealed; <c>null</c> for none.</param>
    /// <param name="now">The time (UTC).</param>
    public Refusal? OrderErase(AccountId account, TimeSpan wait, byte[]? code, DateTimeOffset now)
    {
        if (Holder != account)
        {
            return DeviceRefusals.NotHeld;
        }

        if (State == DeviceState.Releasing)
        {
            return DeviceRefusals.Releasing;
        }

        // A clock that was set back shortens no wait that is under way already.
        var due = now + wait;
        EraseOrder = new EraseOrder(now, wait > TimeSpan.Zero && EraseOrder is { } before && before.DueAt > due ? before.DueAt : due, code);
        Version++;
        return null;
    }

    /// <summary>The holder takes the order back. A ticket that the device has got already may still be carried out.</summary>
    public Refusal? CancelErase(AccountId account)
    {
        if (Holder != account)
        {
            return DeviceRefusals.NotHeld;
        }

        if (EraseOrder is null)
        {
            return DeviceRefusals.NotErasing;
        }

        EraseOrder = null;
        Version++;
        return null;
    }

    /// <summary>Whether an erase ticket may be made now.</summary>
    public Refusal? MayIssueEraseTicket(DateTimeOffset now) => EraseOrder is { } order && order.DueAt <= now ? null : DeviceRefusals.NotErasing;

    /// <summary>The device did not carry an erase ticket out: the order's code was wrong, or missing. The order ends.</summary>
    /// <param name="ticket">The ticket that it names, as we issued it.</param>
    /// <returns>Whether this is news.</returns>
    public bool RefuseErase(IssuedTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (EraseOrder is not { } order || ticket.Epoch != Epoch || ticket.IssuedAt < order.OrderedAt)
        {
            return false;
        }

        EraseOrder = null;
        Version++;
        return true;
    }

    /// <summary>The holder sets an erase code on the device itself, or takes it away.</summary>
    public Refusal? SetEraseCode(AccountId account, bool isSet)
    {
        if (MayReset(account) is { } refusal)
        {
            return refusal;
        }

        HasEraseCode = isSet;
        Version++;
        return null;
    }

    /// <summary>Whether the time has come at which it stops being lost.</summary>
    public bool IsFoundDue(DateTimeOffset now) => Loss is { FoundDueAt: { } due } && due <= now;

    /// <summary>It is not lost any more. A release of before goes on.</summary>
    public Refusal? Find(DateTimeOffset now)
    {
        if (!IsFoundDue(now))
        {
            return DeviceRefusals.Lost;
        }

        if (Move(Entitlement is null ? DeviceStep.Find : DeviceStep.ResumeRelease, DeviceRefusals.NotLost) is { } refusal)
        {
            return refusal;
        }

        Loss = null;
        return null;
    }

    /// <summary>The device shows the lost screen.</summary>
    /// <param name="ticket">The ticket that it names, as we issued it; one that says what was said before does not count.</param>
    /// <param name="now">The time (UTC).</param>
    /// <returns>Whether this is news.</returns>
    public bool ShowLoss(IssuedTicket ticket, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (ticket.Kind != TicketKind.Lost || ticket.Epoch != Epoch || Loss is not { ShownAt: null } loss || ticket.IssuedAt < loss.ChangedAt)
        {
            return false;
        }

        Loss = loss with { ShownAt = now };
        Version++;
        return true;
    }

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
            TicketKind.Hold when State is DeviceState.Held or DeviceState.Lost => Move(DeviceStep.Confirm, DeviceRefusals.EvidenceStale),
            TicketKind.Erase => Erased(ticket),
            // Sealed, it has none any more; but it may have obeyed before it was marked as lost, and is free then, whatever was thought here.
            TicketKind.Release => Entitlement is null && State != DeviceState.Sealed ? DeviceRefusals.NotReleasing : End(DeviceStep.CompleteRelease, DeviceRefusals.NotReleasing),
            _ => null,
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
    public static bool EndsHolding(DeviceStep step) => step is DeviceStep.CompleteRelease or DeviceStep.Decline or DeviceStep.AdoptFree;

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
        (DeviceState.Held, DeviceStep.MarkLost) => DeviceState.Lost,
        (DeviceState.Releasing, DeviceStep.MarkLost) => DeviceState.Lost,
        (DeviceState.Lost, DeviceStep.MarkLost) => DeviceState.Lost,
        (DeviceState.Lost, DeviceStep.Find) => DeviceState.Held,
        (DeviceState.Lost, DeviceStep.ResumeRelease) => DeviceState.Releasing,
        (DeviceState.Lost, DeviceStep.Confirm) => DeviceState.Lost,
        (DeviceState.Lost, DeviceStep.Decline) => DeviceState.Free,
        (DeviceState.Lost, DeviceStep.CompleteRelease) => DeviceState.Free,
        (DeviceState.Lost, DeviceStep.Seal) => DeviceState.Sealed,
        (DeviceState.Sealed, DeviceStep.BeginRelease) => DeviceState.Releasing,
        (DeviceState.Sealed, DeviceStep.CompleteRelease) => DeviceState.Free,
        (DeviceState.Held or DeviceState.Releasing, DeviceStep.AdoptLoss) => DeviceState.Lost,
        (DeviceState.Free, DeviceStep.AdoptHold) => DeviceState.Held,
        (_, DeviceStep.AdoptFree) => DeviceState.Free,
        _ => null,
    };

    private static uint EpochAfter(IssuedTicket ticket) => ticket.Kind == TicketKind.Release ? ticket.Epoch + 1 : ticket.Epoch;

    // An order that was given since goes on.
    private Refusal? Erased(IssuedTicket ticket)
    {
        if (EraseOrder is { } order && ticket.IssuedAt >= order.OrderedAt)
        {
            EraseOrder = null;
            Version++;
        }

        return null;
    }

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
        ActivatedIn = null;
        Entitlement = null;
        Loss = null;
        EraseOrder = null;
        RemovalOrder = null;
        HasEraseCode = false;
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

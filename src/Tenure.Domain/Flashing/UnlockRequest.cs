using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;

namespace Tenure.Domain.Flashing;

/// <summary>A holder wants a device's bootloader to start any system. It waits, whoever signs in and out meanwhile, for as long as the device is not another's.</summary>
public sealed class UnlockRequest
{
    /// <summary>How long it waits at least where the second proof may live on the very device.</summary>
    public static readonly TimeSpan LongWait = TimeSpan.FromDays(7);

    /// <summary>How long a ticket can be had once it is due: an application that nobody remembers must not wait for whoever comes.</summary>
    public static readonly TimeSpan Lapse = TimeSpan.FromDays(14);

    /// <summary>How long an unlocking counts against its account.</summary>
    public static readonly TimeSpan Counts = TimeSpan.FromDays(365);

    private UnlockRequest()
    {
    }

    /// <summary>Whose.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>The device.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>When it was applied for (UTC).</summary>
    public DateTimeOffset AppliedAt { get; private set; }

    /// <summary>From when the device may be unlocked (UTC).</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>When it was cancelled (UTC); <c>null</c> while it stands.</summary>
    public DateTimeOffset? CancelledAt { get; private set; }

    /// <summary>When its first ticket was made, or that of the last application that had one (UTC); <c>null</c> before.</summary>
    public DateTimeOffset? TicketAt { get; private set; }

    /// <summary>Raised by every change: who saves an older one loses.</summary>
    public int Version { get; private set; }

    /// <summary>A holder applies.</summary>
    /// <param name="wait">From <see cref="WaitOf"/>.</param>
    public static UnlockRequest Apply(AccountId account, DeviceId device, TimeSpan wait, DateTimeOffset now) => new() { AccountId = account, DeviceId = device, AppliedAt = now, DueAt = now + wait };

    /// <summary>How long one waits: as the operator says for the model, and a week at least with a proof that whoever has the device may have, too.</summary>
    /// <param name="ofModel">By the settings.</param>
    /// <param name="hasFreeProof">Whether the second proof lives on no device.</param>
    public static TimeSpan WaitOf(TimeSpan ofModel, bool hasFreeProof) => hasFreeProof || ofModel > LongWait ? ofModel : LongWait;

    /// <summary>Whether a holder may have this device unlocked: while they hold it, and have it.</summary>
    public static Refusal? MayUnlock(Device device, AccountId account)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.MayReset(account);
    }

    /// <summary>Whether it stands: not taken back, and not lapsed.</summary>
    public bool Stands(DateTimeOffset now) => CancelledAt is null && now < DueAt + Lapse;

    /// <summary>Whether a ticket was made on this application.</summary>
    public bool HasTicket => TicketAt >= AppliedAt;

    /// <summary>It is applied for again: one that stands goes on, with a better proof not longer than that takes; one that was cancelled or has lapsed begins anew.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool ApplyAgain(TimeSpan wait, DateTimeOffset now)
    {
        var stands = Stands(now);
        if (stands && DueAt <= now + wait)
        {
            return false;
        }

        (AppliedAt, DueAt, CancelledAt) = (stands ? AppliedAt : now, now + wait, null);
        Version++;
        return true;
    }

    /// <summary>It is taken back.</summary>
    public Refusal? Cancel(DateTimeOffset now)
    {
        if (!Stands(now))
        {
            return FlashRefusals.UnlockNotAsked;
        }

        CancelledAt = now;
        Version++;
        return null;
    }

    /// <summary>Whether a ticket may be made now.</summary>
    public Refusal? MayIssueTicket(DateTimeOffset now) => !Stands(now) ? FlashRefusals.UnlockNotAsked : DueAt > now ? FlashRefusals.UnlockWaiting with { RetryAfter = DueAt - now } : null;

    /// <summary>A ticket was made.</summary>
    public void NoteTicket(DateTimeOffset now)
    {
        TicketAt = HasTicket ? TicketAt : now;
        Version++;
    }
}

using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;

namespace Tenure.Domain.Contacts;

/// <summary>A conversation between whoever has a phone in hand and its holder, of whom neither sees who the other is.</summary>
public sealed class ContactThread
{
    /// <summary>How long it lasts at most.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>How long what was reported is kept after that.</summary>
    public static readonly TimeSpan ReportKept = TimeSpan.FromDays(30);

    /// <summary>Most messages of one side.</summary>
    public const int MostOfSide = 20;

    private ContactThread()
    {
    }

    /// <summary>Begun by who has the phone.</summary>
    /// <param name="id">A new id, random.</param>
    /// <param name="device">The phone, which somebody holds or left sealed.</param>
    /// <param name="secretHash">Of the secret in the finder's link.</param>
    /// <param name="isBlocked">Whether its holder hears nothing more about this phone.</param>
    /// <param name="now">The time (UTC).</param>
    public ContactThread(Guid id, Device device, byte[] secretHash, bool isBlocked, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(device);
        Id = id;
        DeviceId = device.Id;
        HoldingId = device.HoldingId ?? throw new ArgumentException("Nobody holds the device.", nameof(device));
        Holder = device.Holder;
        WasLost = IsLost(device);
        SecretHash = secretHash;
        BlockedAt = isBlocked ? now : null;
        OpenedAt = now;
        EndsAt = now + Lifetime;
    }

    /// <summary>The phone.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>Random: part of its address.</summary>
    public Guid Id { get; private set; }

    /// <summary>Whose time with the phone it belongs to.</summary>
    public HoldingId HoldingId { get; private set; }

    /// <summary>Who is written to; <c>null</c> where nobody is there any more.</summary>
    public AccountId? Holder { get; private set; }

    /// <summary>Whether the phone was lost: being found ends it.</summary>
    public bool WasLost { get; private set; }

    /// <summary>SHA-256 of the secret in the finder's link.</summary>
    public byte[] SecretHash { get; private set; } = [];

    /// <summary>When it was begun (UTC).</summary>
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>When it ends at the latest (UTC).</summary>
    public DateTimeOffset EndsAt { get; private set; }

    /// <summary>Messages of both, so far.</summary>
    public int Last { get; private set; }

    /// <summary>Messages of the finder.</summary>
    public int OfFinder { get; private set; }

    /// <summary>When the holder was told of a message that they have not looked at (UTC); <c>null</c> when there is none.</summary>
    public DateTimeOffset? ToldAt { get; private set; }

    /// <summary>Since when the holder hears nothing more of it (UTC).</summary>
    public DateTimeOffset? BlockedAt { get; private set; }

    /// <summary>When the holder reported it to the operator (UTC).</summary>
    public DateTimeOffset? ReportedAt { get; private set; }

    /// <summary>Concurrency token: rises with each change.</summary>
    public int Version { get; private set; }

    /// <summary>Whether a phone is lost to whoever has it.</summary>
    public static bool IsLost(Device device) => device is { State: DeviceState.Lost or DeviceState.Sealed };

    /// <summary>Whether both may write: the phone is in the same holding, was not found since, and the time is not over.</summary>
    /// <param name="device">The phone, as it is now.</param>
    /// <param name="now">The time (UTC).</param>
    public bool IsOpen(Device? device, DateTimeOffset now) => now < EndsAt && device is not null && device.HoldingId == HoldingId && device.State != DeviceState.Free && (!WasLost || IsLost(device));

    /// <summary>Somebody writes. Refuses with <c>contact_over</c> or <c>contact_full</c>.</summary>
    /// <param name="byHolder">Whether the holder does.</param>
    /// <param name="text">As <see cref="ContactText.Read"/> gives it.</param>
    /// <param name="device">The phone, as it is now.</param>
    /// <param name="now">The time (UTC).</param>
    /// <param name="message">What is kept; what a finder writes after a block is kept for themselves alone, so that they do not learn of it.</param>
    public Refusal? Write(bool byHolder, string text, Device? device, DateTimeOffset now, out ContactMessage? message)
    {
        message = null;
        if (!IsOpen(device, now))
        {
            return ContactRefusals.Over;
        }

        if ((byHolder ? Last - OfFinder : OfFinder) >= MostOfSide)
        {
            return ContactRefusals.Full;
        }

        Last++;
        OfFinder += byHolder ? 0 : 1;
        Version++;
        message = new ContactMessage(DeviceId, Id, Last, byHolder, !byHolder && BlockedAt is not null, now, text);
        return null;
    }

    /// <summary>Whether the holder is to be told of what was just written: not again before they have looked.</summary>
    public bool Tell(DateTimeOffset now)
    {
        if (Holder is null || BlockedAt is not null || ToldAt is not null)
        {
            return false;
        }

        ToldAt = now;
        return true;
    }

    /// <summary>The holder looks at it.</summary>
    public void Look()
    {
        Version += ToldAt is null ? 0 : 1;
        ToldAt = null;
    }

    /// <summary>The holder hears nothing more of it, or does again.</summary>
    public void Block(bool on, DateTimeOffset now)
    {
        BlockedAt = on ? BlockedAt ?? now : null;
        Version++;
    }

    /// <summary>The holder shows it to the operator.</summary>
    public void Report(DateTimeOffset now)
    {
        ReportedAt ??= now;
        Version++;
    }
}

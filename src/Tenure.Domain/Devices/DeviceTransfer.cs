using Tenure.Domain.Accounts;

namespace Tenure.Domain.Devices;

/// <summary>A holder gives a device to another account: the holder opens it with two proofs, the other types the code that is shown, and the holder confirms whom they see.</summary>
/// <remarks>Confirmed, it is the holder's release, whose receipt begins the other's holding in the same step: at no moment the device is anybody else's.</remarks>
public sealed class DeviceTransfer
{
    /// <summary>How long a code is good.</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);

    /// <summary>How long one that is ready stays open.</summary>
    public static readonly TimeSpan OpenTime = TimeSpan.FromHours(24);

    /// <summary>How long it waits when the second proof may live on the device itself.</summary>
    public static readonly TimeSpan LongWait = TimeSpan.FromDays(7);

    /// <summary>How long after the receipt the one who gave the device may object.</summary>
    public static readonly TimeSpan ObjectionTime = TimeSpan.FromHours(72);

    /// <summary>How long after an objection the device is not passed on: people may come to terms, or ask a court.</summary>
    public static readonly TimeSpan DisputeTime = TimeSpan.FromDays(30);

    private DeviceTransfer()
    {
    }

    /// <summary>The device.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>The epoch that ends with it.</summary>
    public uint Epoch { get; private set; }

    /// <summary>Who gives it.</summary>
    public AccountId From { get; private set; }

    /// <summary>Whether the device erases user data.</summary>
    public bool Erase { get; private set; }

    /// <summary>When it was opened (UTC).</summary>
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>From when on (UTC) codes are shown.</summary>
    public DateTimeOffset UsableAt { get; private set; }

    /// <summary>Keyed hash of the code that is shown; <c>null</c> when none is.</summary>
    public byte[]? CodeHash { get; private set; }

    /// <summary>Until when (UTC) the code is good.</summary>
    public DateTimeOffset? CodeEndsAt { get; private set; }

    /// <summary>Who typed the code; <c>null</c> while nobody did.</summary>
    public AccountId? To { get; private set; }

    /// <summary>Random: names this taker, so that another one who came in between is not confirmed for them.</summary>
    public Guid? Acceptance { get; private set; }

    /// <summary>When the holder confirmed (UTC).</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>When the device's receipt arrived (UTC): it is the other's since then.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>Hash of the secret in the link by which the giver objects.</summary>
    public byte[]? ObjectionKey { get; private set; }

    /// <summary>When they did (UTC).</summary>
    public DateTimeOffset? ObjectedAt { get; private set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; private set; }

    /// <summary>The holder opens one.</summary>
    /// <param name="device">Held by them.</param>
    /// <param name="erase">Whether data goes.</param>
    /// <param name="hasFreeProof">Whether the second proof lives on no device.</param>
    /// <param name="now">The time (UTC).</param>
    public static DeviceTransfer Open(Device device, bool erase, bool hasFreeProof, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(device);
        var transfer = new DeviceTransfer { DeviceId = device.Id, Epoch = device.Epoch, From = device.Holder ?? throw new ArgumentException("Nobody holds the device.", nameof(device)) };
        transfer.OpenAgain(erase, hasFreeProof, now);
        return transfer;
    }

    /// <summary>The holder opens it once more, with other words: whoever took part before does no more.</summary>
    /// <exception cref="InvalidOperationException">The device is the other's already.</exception>
    public void OpenAgain(bool erase, bool hasFreeProof, DateTimeOffset now)
    {
        Require(TransferStep.OpenAgain);
        // A clock that was set back shortens no wait that is under way already.
        var from = hasFreeProof ? now : now + LongWait;
        (Erase, OpenedAt, UsableAt) = (erase, now, !hasFreeProof && UsableAt > from ? UsableAt : from);
        (CodeHash, CodeEndsAt, To, Acceptance, ConfirmedAt) = (null, null, null, null, null);
        Version++;
    }

    /// <summary>How far it is.</summary>
    public TransferStage Stage => this switch
    {
        { ObjectedAt: not null } => TransferStage.Opposed,
        { DoneAt: not null } => TransferStage.Done,
        { ConfirmedAt: not null } => TransferStage.Confirmed,
        { Acceptance: not null } => TransferStage.Taken,
        _ => TransferStage.Open,
    };

    /// <summary>The whole table: what a step leads to; <c>null</c> where it is none. docs/capabilities/devices.md draws it and a test compares them. A confirmed one is opened again where the device never said that it let go.</summary>
    public static TransferStage? Next(TransferStage stage, TransferStep step) => (stage, step) switch
    {
        (TransferStage.Open or TransferStage.Taken or TransferStage.Confirmed, TransferStep.OpenAgain) => TransferStage.Open,
        (TransferStage.Open or TransferStage.Taken, TransferStep.ShowCode) => TransferStage.Open,
        (TransferStage.Open, TransferStep.Accept) => TransferStage.Taken,
        (TransferStage.Taken, TransferStep.ForgetTaker) => TransferStage.Open,
        (TransferStage.Taken, TransferStep.Confirm) => TransferStage.Confirmed,
        (TransferStage.Confirmed, TransferStep.Complete) => TransferStage.Done,
        (TransferStage.Done or TransferStage.Opposed, TransferStep.Oppose) => TransferStage.Opposed,
        _ => null,
    };

    /// <summary>Until when (UTC) it is open.</summary>
    public DateTimeOffset EndsAt => UsableAt + OpenTime;

    /// <summary>Whether it may still be gone on with.</summary>
    public bool IsOpen(DateTimeOffset now) => Next(Stage, TransferStep.ShowCode) is not null && now < EndsAt;

    /// <summary>Shows another code; whoever typed the one before has to type this one.</summary>
    public Refusal? ShowCode(byte[] hash, DateTimeOffset now)
    {
        if (!IsOpen(now))
        {
            return DeviceRefusals.TransferOver;
        }

        if (now < UsableAt)
        {
            return DeviceRefusals.TransferWaiting;
        }

        (CodeHash, CodeEndsAt, To, Acceptance) = (hash, now + CodeLifetime, null, null);
        Version++;
        return null;
    }

    /// <summary>Whether this code may be typed now.</summary>
    public bool Takes(DateTimeOffset now) => Next(Stage, TransferStep.Accept) is not null && IsOpen(now) && CodeEndsAt > now;

    /// <summary>Somebody typed the code and wants the device. The code is used up.</summary>
    public Refusal? Accept(AccountId account, Guid acceptance, DateTimeOffset now)
    {
        if (!Takes(now))
        {
            return DeviceRefusals.TransferCodeWrong;
        }

        if (account == From)
        {
            return DeviceRefusals.TransferSelf;
        }

        (CodeHash, CodeEndsAt, To, Acceptance) = (null, null, account, acceptance);
        Version++;
        return null;
    }

    /// <summary>The holder confirms whom they see.</summary>
    public Refusal? Confirm(Guid acceptance, DateTimeOffset now)
    {
        if (!IsOpen(now))
        {
            return DeviceRefusals.TransferOver;
        }

        if (Next(Stage, TransferStep.Confirm) is null || Acceptance != acceptance)
        {
            return DeviceRefusals.TransferNobody;
        }

        ConfirmedAt = now;
        Version++;
        return null;
    }

    /// <summary>The device's receipt is there.</summary>
    /// <param name="objectionKey">Hash of the secret that the giver is sent.</param>
    /// <param name="now">The time (UTC).</param>
    /// <exception cref="InvalidOperationException">Nobody confirmed it.</exception>
    public void Complete(byte[] objectionKey, DateTimeOffset now)
    {
        Require(TransferStep.Complete);
        (DoneAt, ObjectionKey) = (now, objectionKey);
        Version++;
    }

    /// <summary>The account of one side is erased: the receipt stays for the other, and names nobody there. An objection needs somebody who objects, and somebody to whom.</summary>
    /// <param name="account">Who left.</param>
    /// <param name="nobody">Random; no account has it.</param>
    public void Forget(AccountId account, AccountId nobody)
    {
        (From, To) = (From == account ? nobody : From, To == account ? nobody : To);
        (ObjectionKey, ObjectedAt) = (null, null);
        Version++;
    }

    /// <summary>Whoever typed the code is gone before they were confirmed: it is open for somebody else.</summary>
    public void ForgetTaker()
    {
        (To, Acceptance) = (null, null);
        Version++;
    }

    /// <summary>Whether the giver objected lately: whose the device is stays as it is, and it goes to nobody else.</summary>
    public bool IsDisputed(DateTimeOffset now) => ObjectedAt is { } at && now < at + DisputeTime;

    /// <summary>The giver objects. It changes nothing of who holds the device: people decide. Said twice, it was said.</summary>
    public Refusal? Oppose(DateTimeOffset now)
    {
        if (Next(Stage, TransferStep.Oppose) is null || now >= DoneAt + ObjectionTime)
        {
            return DeviceRefusals.TransferOver;
        }

        ObjectedAt ??= now;
        Version++;
        return null;
    }

    private void Require(TransferStep step)
    {
        if (Next(Stage, step) is null)
        {
            throw new InvalidOperationException($"{step} is no step of a transfer that is {Stage}.");
        }
    }
}

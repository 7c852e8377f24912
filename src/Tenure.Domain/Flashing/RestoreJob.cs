using System.Security.Cryptography;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;

namespace Tenure.Domain.Flashing;

/// <summary>One approval of a holder: this device, this package, from this computer, their own or a workshop's. Each start of the device has a ticket of its own under it.</summary>
public sealed class RestoreJob
{
    /// <summary>How long it lives.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Most tickets of one restore: starts of the device.</summary>
    public const int MostTickets = 20;

    private RestoreJob()
    {
    }

    /// <summary>Whose.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>16 random bytes: also in tickets, and never an account's.</summary>
    public Guid Id { get; private set; }

    /// <summary>The device.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>The holding in which it was approved; of a device that nobody holds the empty one.</summary>
    public HoldingId HoldingId { get; private set; }

    /// <summary>The workshop that carries it out; <c>null</c> where the holder does.</summary>
    public Guid? WorkshopId { get; private set; }

    /// <summary>SHA-256 of the code that a workshop types, 32 bytes; <c>null</c> where there is none, or it was used.</summary>
    public byte[]? ConsentHash { get; private set; }

    /// <summary>Which member of the workshop began it; <c>null</c> before, and where the holder carries it out.</summary>
    public AccountId? TakenBy { get; private set; }

    /// <summary>The computer that may carry it out.</summary>
    public ComputerId ComputerId { get; private set; }

    /// <summary>The digest of the package's manifest, base64url.</summary>
    public string Manifest { get; private set; } = "";

    /// <summary>Whether the person's data goes.</summary>
    public bool EraseUserData { get; private set; }

    /// <summary>How many entries of the manifest have to be done.</summary>
    public int Entries { get; private set; }

    /// <summary>SHA-256 of the secret in the notice's link, 32 bytes.</summary>
    public byte[] ObjectionHash { get; private set; } = [];

    /// <summary>When it was approved (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it is over in any case (UTC).</summary>
    public DateTimeOffset EndsAt { get; private set; }

    /// <summary>How it ended.</summary>
    public RestoreEnd End { get; private set; }

    /// <summary>When (UTC); <c>null</c> before, and where its time ran out.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Tickets that were given.</summary>
    public int Tickets { get; private set; }

    /// <summary>Entries that are done, by the last receipt.</summary>
    public long? EntriesDone { get; private set; }

    /// <summary>Entries that failed, by the last receipt.</summary>
    public long? EntriesFailed { get; private set; }

    /// <summary>Raised by every change: who saves an older one loses.</summary>
    public int Version { get; private set; }

    /// <summary>A holder approves a restore.</summary>
    /// <param name="device">Held by <paramref name="account"/>.</param>
    /// <param name="account">Who.</param>
    /// <param name="id">16 random bytes.</param>
    /// <param name="computer">Bound to the account.</param>
    /// <param name="manifest">The digest of the package's manifest.</param>
    /// <param name="erase">Whether the person's data goes.</param>
    /// <param name="entries">How many entries have to be done.</param>
    /// <param name="objectionHash">SHA-256 of the secret in the notice.</param>
    /// <param name="now">The time (UTC).</param>
    public static RestoreJob Approve(Device device, AccountId account, Guid id, ComputerId computer, string manifest, bool erase, int entries, byte[] objectionHash, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(device);
        return new()
        {
            AccountId = account,
            Id = id,
            DeviceId = device.Id,
            HoldingId = device.HoldingId ?? throw new InvalidOperationException("Nobody holds the device."),
            ComputerId = computer,
            Manifest = manifest,
            EraseUserData = erase,
            Entries = entries,
            ObjectionHash = objectionHash,
            CreatedAt = now,
            EndsAt = now + Lifetime,
        };
    }

    /// <summary>A holder allows a workshop one restore, once: whoever types the code at that computer for that workshop begins it.</summary>
    /// <param name="approved">As approved, for a computer of the workshop.</param>
    /// <param name="workshop">Which.</param>
    /// <param name="codeHash">SHA-256 of the code.</param>
    public static RestoreJob Consent(RestoreJob approved, Guid workshop, byte[] codeHash)
    {
        ArgumentNullException.ThrowIfNull(approved);
        (approved.WorkshopId, approved.ConsentHash) = (workshop, codeHash);
        return approved;
    }

    /// <summary>A workshop restores a device that nobody holds, in the name of the member who begins it.</summary>
    public static RestoreJob OfFree(Device device, AccountId member, Guid workshop, Guid id, ComputerId computer, string manifest, bool erase, int entries, byte[] objectionHash, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(device);
        return new()
        {
            AccountId = member,
            Id = id,
            DeviceId = device.Id,
            WorkshopId = workshop,
            TakenBy = member,
            ComputerId = computer,
            Manifest = manifest,
            EraseUserData = erase,
            Entries = entries,
            ObjectionHash = objectionHash,
            CreatedAt = now,
            EndsAt = now + Lifetime,
        };
    }

    /// <summary>Whether it is of a device that nobody held.</summary>
    public bool IsOfFree => HoldingId == default;

    /// <summary>Whether a workshop may have a device flashed without its holder: only one that has none.</summary>
    public static Refusal? MayRestoreFree(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.State switch
        {
            DeviceState.Free => null,
            DeviceState.Lost or DeviceState.Sealed => DeviceRefusals.Lost,
            DeviceState.Releasing => DeviceRefusals.Releasing,
            DeviceState.Held => WorkshopRefusals.ConsentNeeded,
        };
    }

    /// <summary>A workshop begins what it was allowed, once. What does not fit uses nothing up.</summary>
    /// <param name="device">The device that the workshop has there.</param>
    /// <param name="computer">Of the workshop.</param>
    /// <param name="manifest">The package that it has.</param>
    /// <param name="erase">Whether it would erase the person's data.</param>
    /// <param name="member">Who types the code.</param>
    /// <param name="now">The time (UTC).</param>
    public Refusal? Take(Device device, ComputerId computer, string manifest, bool erase, AccountId member, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(device);
        var refusal = device.Id == DeviceId && device.State == DeviceState.Lost ? DeviceRefusals.Lost
            : ConsentHash is null || !IsOpen(now) ? WorkshopRefusals.ConsentUnknown
            : computer != ComputerId ? WorkshopRefusals.ConsentComputer
            : device.Id != DeviceId ? WorkshopRefusals.ConsentDevice
            : IsOvertaken(device) ? WorkshopRefusals.ConsentUnknown
            : manifest != Manifest ? WorkshopRefusals.ConsentPackage
            : erase != EraseUserData ? WorkshopRefusals.ConsentData
            : null;
        if (refusal is null)
        {
            (ConsentHash, TakenBy) = (null, member);
            Version++;
        }

        return refusal;
    }

    /// <summary>Whether a holder may have a device of theirs flashed: while they hold it, lost or not.</summary>
    public static Refusal? MayRestore(Device device, AccountId account)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.Holder != account ? DeviceRefusals.NotHeld : device.State == DeviceState.Releasing ? DeviceRefusals.Releasing : null;
    }

    /// <summary>Whether it goes on.</summary>
    public bool IsOpen(DateTimeOffset now) => End == RestoreEnd.None && now < EndsAt;

    /// <summary>Whether something happened to the device after which an approval of before counts no more: it was marked lost, or is not the same holding's.</summary>
    public bool IsOvertaken(Device? device) => device is null || device.Loss?.MarkedAt > CreatedAt
        || (IsOfFree ? device.State != DeviceState.Free : device.HoldingId != HoldingId || device.Holder != AccountId);

    /// <summary>Counts a ticket for one start of the device, or refuses it.</summary>
    /// <param name="device">That asks.</param>
    /// <param name="computer">That asks for it.</param>
    /// <param name="now">The time (UTC).</param>
    public Refusal? TakeTicket(Device device, ComputerId computer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (!IsOpen(now) || ConsentHash is not null || device.Id != DeviceId || computer != ComputerId || IsOvertaken(device))
        {
            return FlashRefusals.RestoreOver;
        }

        if (Tickets >= MostTickets)
        {
            return FlashRefusals.RestoreTickets;
        }

        Tickets++;
        Version++;
        return null;
    }

    /// <summary>The device says what came of a ticket. All done ends it; otherwise it can be tried again.</summary>
    /// <returns>Whether this is news.</returns>
    public bool Receive(long done, long failed, DateTimeOffset now)
    {
        if ((done, failed) == (EntriesDone, EntriesFailed) || End == RestoreEnd.Done)
        {
            return false;
        }

        (EntriesDone, EntriesFailed) = (done, failed);
        Version++;
        if (failed == 0 && done >= Entries)
        {
            _ = Finish(RestoreEnd.Done, now);
        }

        return true;
    }

    /// <summary>It is over.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Finish(RestoreEnd end, DateTimeOffset now)
    {
        if (End != RestoreEnd.None)
        {
            return false;
        }

        (End, EndedAt) = (end, now);
        Version++;
        return true;
    }

    /// <summary>Whether this is the secret of the notice.</summary>
    public bool IsObjection(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(ObjectionHash, hash);
}

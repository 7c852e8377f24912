using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;

namespace Tenure.Domain.Cases;

/// <summary>What the server knows of a case's device and account at a moment.</summary>
/// <param name="IsHeld">Release: whether the device is still in the epoch and under the holder of the case, and not being let go. Recovery: whether the account is still there.</param>
/// <param name="IsLost">Whether the device is marked as lost.</param>
/// <param name="IsFrozen">Whether the account is frozen or suspended now.</param>
/// <param name="HolderSeenAt">When the holder, or another of their devices, was last seen (UTC); <c>null</c> when that is not known.</param>
/// <param name="Flags">What makes the wait long.</param>
/// <param name="IsUnlockedForIt">Recovery: whether a held device of the account, unlocked by its screen lock, signed evidence for this case.</param>
/// <param name="IsLostLong">Whether the device was marked as lost at least <see cref="CaseRules.LossTime"/> ago: who marks it is there.</param>
public sealed record CaseChecks(bool IsHeld, bool IsLost, bool IsFrozen, DateTimeOffset? HolderSeenAt, CaseFlags Flags, bool IsUnlockedForIt, bool IsLostLong = false)
{
    /// <summary>From a case, its account and its device, as they are now.</summary>
    /// <param name="about">The case.</param>
    /// <param name="account">Whose account; <c>null</c> when what was typed has none.</param>
    /// <param name="device">Of a release case.</param>
    /// <param name="seenAt">As <see cref="HolderSeenAt"/>.</param>
    /// <param name="flags">As <see cref="Flags"/>; a freeze of now is added.</param>
    /// <param name="isUnlockedForIt">As <see cref="IsUnlockedForIt"/>.</param>
    /// <param name="now">The time (UTC).</param>
    public static CaseChecks Of(Case about, Account? account, Device? device, DateTimeOffset? seenAt, CaseFlags flags, bool isUnlockedForIt, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(about);
        var isFrozen = account is not null && (account.State != AccountState.Open || account.RefuseFrozen(now) is not null);
        var isHeld = account is { State: not AccountState.Closed }
            && (about.Kind == CaseKind.Recovery || (device?.IsKept(now) == true && device.Epoch == about.Epoch && device.Holder == account.Id));
        return new CaseChecks(isHeld, device?.State == DeviceState.Lost, isFrozen, seenAt, flags | (isFrozen ? CaseFlags.Frozen : CaseFlags.None), isUnlockedForIt, device?.Loss?.MarkedAt <= now - CaseRules.LossTime);
    }
}

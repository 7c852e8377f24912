namespace Tenure.Domain.Devices;

/// <summary>
/// The holder's consent that a device becomes free: for one device and one epoch. Tickets are made anew under it for each challenge until the device's
/// receipt, so that a typo, a reboot or a lost ticket locks nobody out.
/// </summary>
/// <param name="Epoch">The epoch that ends with it.</param>
/// <param name="Erase">Whether the device erases user data before it is free.</param>
/// <param name="GrantedAt">When the holder said so (UTC).</param>
/// <param name="EndsAt">From then on (UTC) no ticket is made under it; the holder may grant it again.</param>
/// <param name="TicketUntil">Until when (UTC) a ticket made under it may still be carried out; <c>null</c> before the first.</param>
public sealed record ReleaseEntitlement(uint Epoch, bool Erase, DateTimeOffset GrantedAt, DateTimeOffset EndsAt, DateTimeOffset? TicketUntil = null)
{
    /// <summary>How long tickets are made under one consent.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>A fresh one.</summary>
    public static ReleaseEntitlement Grant(uint epoch, bool erase, DateTimeOffset now) => new(epoch, erase, now, now + Lifetime);

    /// <summary>Whether a ticket may be made under it now.</summary>
    public bool IsOpen(DateTimeOffset now) => now < EndsAt;
}

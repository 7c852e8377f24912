namespace Tenure.Domain.Devices;

/// <summary>The holder gives a device up with a proof that may live on the device itself: it waits, everybody is told, and any session takes it back.</summary>
/// <param name="AskedAt">When the holder said so (UTC).</param>
/// <param name="DueAt">From when it takes effect (UTC).</param>
/// <param name="Erase">Whether the device erases user data before it is free.</param>
public sealed record RemovalOrder(DateTimeOffset AskedAt, DateTimeOffset DueAt, bool Erase)
{
    /// <summary>How long it waits.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromDays(7);
}

namespace Tenure.Domain.Devices;

/// <summary>The holder's order that a device erases user data and stays held. Tickets are made anew under it until the device's receipt.</summary>
/// <param name="OrderedAt">When (UTC).</param>
/// <param name="DueAt">From then on (UTC) tickets are made under it; before, it can be taken back wherever the holder is signed in.</param>
/// <param name="Code">The erase code that the holder typed, as the server seals it; <c>null</c> when they typed none.</param>
public sealed record EraseOrder(DateTimeOffset OrderedAt, DateTimeOffset DueAt, byte[]? Code)
{
    /// <summary>How long an order waits that somebody may have given who took the account over.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromHours(24);

    /// <summary>How old a session must be for an order at once.</summary>
    public static readonly TimeSpan OldSession = TimeSpan.FromHours(72);

    /// <summary>How long after it was given an order waits. At once only in an old session, and with a proof that lives on no device.</summary>
    /// <param name="sessionAge">How long ago the holder signed in there.</param>
    /// <param name="isOnDevice">Whether that session is the one on the device itself.</param>
    /// <param name="hasFreeProof">Whether the second proof lives on no device.</param>
    public static TimeSpan WaitOf(TimeSpan sessionAge, bool isOnDevice, bool hasFreeProof) =>
        sessionAge >= OldSession && !isOnDevice && hasFreeProof ? TimeSpan.Zero : Wait;
}

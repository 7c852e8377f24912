using Tenure.Domain.SignIn;

namespace Tenure.Domain.Devices;

/// <summary>A device is marked as lost: since when, what its screen says, and whether its holder has said that they found it.</summary>
/// <param name="Message">What the holder says; <c>null</c> for nothing.</param>
/// <param name="Contact">How the holder can be reached; <c>null</c> when they did not say.</param>
/// <param name="MarkedAt">When it was first marked (UTC).</param>
/// <param name="MarkedIn">The session that first marked it. A mark that is changed keeps it: who marks once more is not who lost it.</param>
/// <param name="ChangedAt">When what it says was last changed (UTC).</param>
/// <param name="ShownAt">When the device said that it shows this (UTC); <c>null</c> before.</param>
/// <param name="FoundDueAt">When it stops being lost (UTC), unless the holder takes that back; <c>null</c> while nobody said that it was found.</param>
public sealed record LossMark(
    string? Message,
    string? Contact,
    DateTimeOffset MarkedAt,
    SessionId MarkedIn,
    DateTimeOffset ChangedAt,
    DateTimeOffset? ShownAt = null,
    DateTimeOffset? FoundDueAt = null)
{
    /// <summary>How long after the holder's word a device stays lost: time to take it back, wherever the holder is signed in.</summary>
    public static readonly TimeSpan FoundWait = TimeSpan.FromHours(24);

    /// <summary>The same where the second proof may live on the very device: a code that was sent to an address.</summary>
    public static readonly TimeSpan LongFoundWait = TimeSpan.FromDays(7);

    /// <summary>How long the session that marked a device may take it back at once: it turned up under the sofa.</summary>
    public static readonly TimeSpan SecondThoughts = TimeSpan.FromHours(24);

    /// <summary>How long a device stays lost after somebody proved twice that they are its holder, and says that it was found.</summary>
    /// <param name="session">Where they are signed in.</param>
    /// <param name="hasFreeProof">Whether the second proof lives on no device.</param>
    /// <param name="now">The time (UTC).</param>
    public TimeSpan WaitOf(SessionId session, bool hasFreeProof, DateTimeOffset now) =>
        session == MarkedIn && now - MarkedAt < SecondThoughts ? TimeSpan.Zero
        : hasFreeProof ? FoundWait
        : LongFoundWait;
}

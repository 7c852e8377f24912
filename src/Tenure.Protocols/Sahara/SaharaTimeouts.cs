namespace Tenure.Protocols.Sahara;

/// <summary>How long a host waits for what.</summary>
public sealed record SaharaTimeouts
{
    /// <summary>For the target's first word.</summary>
    public TimeSpan Hello { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For any sign of life after an unasked answer, each time.</summary>
    public TimeSpan SignOfLife { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>For a packet that only has to be sent, and for one that is to be taken.</summary>
    public TimeSpan Packet { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the next request or the end of an image: the target verifies signatures meanwhile.</summary>
    public TimeSpan Verdict { get; init; } = TimeSpan.FromSeconds(30);
}

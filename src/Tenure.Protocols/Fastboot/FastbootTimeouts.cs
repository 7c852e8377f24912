namespace Tenure.Protocols.Fastboot;

/// <summary>How long a silent peer is waited for.</summary>
public sealed record FastbootTimeouts
{
    /// <summary>For the four bytes at the start. 2 seconds on a device.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For the next byte after that. A device serves one host at a time: a silent one must not keep the others out.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);
}
